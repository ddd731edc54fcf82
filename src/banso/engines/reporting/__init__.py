"""What leaves the house: charts and workbooks."""
