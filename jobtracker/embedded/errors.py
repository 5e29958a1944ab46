class EmbeddedError(Exception):
    """The embedded servers cannot run; the message is one sentence that says what to do."""
