"""The subcommands of ``clickbait``, one module each; imported only when called, so that start-up stays fast."""
