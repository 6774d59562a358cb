"""Every file that is read or written: read within bounds, written through no link of others."""
