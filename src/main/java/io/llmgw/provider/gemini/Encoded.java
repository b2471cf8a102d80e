package io.llmgw.provider.gemini;

import tools.jackson.databind.node.ObjectNode;

/** A request in Gemini's words, and the names its tools have there. */
record Encoded(ObjectNode body, ToolNames names) {}
