package io.llmgw.bench;

/** Takes the decoded body of a message piece by piece; the bytes are only valid during the call. */
@FunctionalInterface
interface BodySink {
  BodySink NONE = (bytes, from, to) -> {};

  void accept(byte[] bytes, int from, int to);
}
