package io.llmgw.server;

import io.llmgw.gateway.Served;
import io.llmgw.json.Payload;
import io.llmgw.model.Embeddings;
import io.llmgw.provider.Answer;
import io.llmgw.provider.EventStream;

/** How a dialect writes an answer in one piece; all of them are JSON objects. */
public interface WholeForm {
  /** Reads the stream to its end and writes it as one answer. */
  default Payload chat(EventStream events, Served served) {
    throw new IllegalStateException("no chat was asked for");
  }

  default Payload embeddings(Embeddings.Result result, Served served) {
    throw new IllegalStateException("no embeddings were asked for");
  }

  default Payload count(Answer.Counted count) {
    throw new IllegalStateException("no count was asked for");
  }
}
