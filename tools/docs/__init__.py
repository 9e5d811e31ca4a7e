"""The documentation site: its sources put together, what is generated from the code, and its pictures."""
