package io.llmgw.provider;

import io.llmgw.model.Part;

/** Fetches files that a client only gave the address of. Thread-safe. */
@FunctionalInterface
public interface MediaLoader {
  /**
   * Returns the file with its bytes and its type; as it is when it has them already.
   *
   * @param field where the file stands in the client's request, for the error message
   * @throws io.llmgw.model.GatewayException when the address may not be read, or what is there is
   *     too large, of a wrong type, or no answer
   */
  Part.Media load(Part.Media media, String field, Call call);
}
