"""Small pieces every engine uses: dates, numbers, tables read from files, and faults in them."""
