package io.llmgw.server.responses;

import tools.jackson.databind.node.ObjectNode;

/** Where the events of one response go. */
interface EventSink {
  /** For an answer in one piece, of which nobody hears before its end. */
  EventSink SILENT = (_, _) -> {};

  /** Sends an event; type and number are not yet in its data. */
  void send(String type, ObjectNode data);
}
