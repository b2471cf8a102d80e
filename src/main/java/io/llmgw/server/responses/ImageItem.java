package io.llmgw.server.responses;

import io.llmgw.model.Part;

/** An image the model made, which comes whole. */
final class ImageItem extends OutputItem {
  private final Part.Media media;

  ImageItem(EventSink sink, String id, int index, Part.Media media) {
    super(sink, id, index, "image_generation_call");
    this.media = media;
    node().putNull("result");
  }

  @Override
  void complete() {
    fill();
  }

  @Override
  void fill() {
    String type = String.valueOf(media.mediaType());
    node()
        .put("result", media.base64())
        .put("output_format", type.substring(type.indexOf('/') + 1));
  }
}
