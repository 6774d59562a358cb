"""The applications of profiles/demo.yaml."""
