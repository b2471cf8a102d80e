package io.llmgw.server.openai;

import io.llmgw.model.Part;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Images a model made, as OpenRouter and the clients that follow it have them: {@code images}. */
final class Images {
  private Images() {}

  static ObjectNode node(Part.Media media) {
    String url =
        media.url() != null
            ? media.url()
            : "data:" + media.mediaType() + ";base64," + media.base64();
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", "image_url");
    node.putObject("image_url").put("url", url);
    return node;
  }
}
