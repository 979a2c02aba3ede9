"""The local server: hands out the built pages and passes messages to workers."""
