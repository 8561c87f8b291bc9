"""The desks of those who work here: enterprises, stations, the Federation."""
