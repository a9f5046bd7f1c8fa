"""Reading editions from YAML and Markdown, with the line of every value, and writing what differs."""
