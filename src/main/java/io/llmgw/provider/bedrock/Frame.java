package io.llmgw.provider.bedrock;

import java.util.Map;

/**
 * One message of an event stream.
 *
 * @param headers those with a text as their value; others are of no use to an answer
 */
record Frame(Map<String, String> headers, byte[] payload) {
  /** The header's value; empty when it is not there. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
