"""A question to Pacemaker's scheduler, replayed on the units that really are."""
