"""The rules of the trade that counter and hub share. Pure: standard library, msgspec and python-stdnum only."""
