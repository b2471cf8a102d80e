package io.llmgw.provider;

import io.llmgw.json.Payload;
import io.llmgw.model.Embeddings;
import io.llmgw.model.Usage;
import org.jspecify.annotations.Nullable;

/** What came back. Whoever holds it closes it. */
public sealed interface Answer extends AutoCloseable {

  AnswerHead head();

  @Override
  void close();

  /** A whole answer in the client's own protocol, ready to be sent. */
  record Whole(AnswerHead head, Payload body, @Nullable Usage usage) implements Answer {
    @Override
    public void close() {}
  }

  /** A stream in the client's own protocol. */
  record Raw(AnswerHead head, RawStream stream) implements Answer {
    @Override
    public void close() {
      stream.close();
    }
  }

  /** Vectors in the gateway's terms. */
  record Embedded(Embeddings.Result result) implements Answer {
    @Override
    public AnswerHead head() {
      return AnswerHead.EMPTY;
    }

    @Override
    public void close() {}
  }

  /** A number of input tokens; {@code estimated} when the upstream could not count them. */
  record Counted(long inputTokens, boolean estimated) implements Answer {
    @Override
    public AnswerHead head() {
      return AnswerHead.EMPTY;
    }

    @Override
    public void close() {}
  }

  /** A stream in the gateway's terms, for the dialect to encode, as a stream or folded into one. */
  record Events(EventStream stream) implements Answer {
    @Override
    public AnswerHead head() {
      return stream.head();
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
