"""Contact between the parties: hours in common, date by date, and the meeting calendar.

`places` knows whose clock and working hours count, `shared` the hours in common, `periods` the
days that a rule names, `slots` the time of day, `booking` puts the three together.
"""
