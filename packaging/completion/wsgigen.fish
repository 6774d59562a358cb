# Completion of wsgigen in fish. What it needs to know is asked of the wsgigen that is installed, so
# that the two always fit.
wsgigen completion fish | source
