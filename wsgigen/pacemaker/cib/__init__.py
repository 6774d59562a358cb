"""What Pacemaker has been told: a CIB, read from a file or made from a plan."""
