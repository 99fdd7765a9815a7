"""How days and times are written on the pages, as the counters write them."""
