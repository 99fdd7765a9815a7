"""One screen per task at the counter. They read through the station's queries and write through its actions."""
