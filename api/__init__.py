"""The prediction service."""

from classifier.extras import require

require("the package 'api'", "server")
