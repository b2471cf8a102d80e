package io.llmgw.provider.gemini;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Sampling;
import io.llmgw.provider.Call;
import io.llmgw.provider.DropParams;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.ToolNames;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes one canonical request in Gemini's words.
 *
 * @see <a href="https://ai.google.dev/api/generate-content">generateContent</a>
 */
final class RequestEncoder {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Profile profile;
  private final ChatRequest request;
  private final DropParams drops;
  private final Fidelity fidelity;
  private final ToolNames names = Encoded.noNames();
  private final Extras extras;
  private final ToolSetup tools;
  private final MediaParts media;
  private final Conversation conversation;
  private final ObjectNode body = JSON.objectNode();
  private final ObjectNode config = JSON.objectNode();

  private RequestEncoder(Profile profile, ChatRequest original, MediaLoader loader, Call call) {
    this.profile = profile;
    this.fidelity = call.fidelity();
    this.drops = DropParams.of(profile.dropped(), original);
    this.request = drops.from(profile.additions().fill(original), fidelity);
    this.extras = new Extras(request.extras(), profile, fidelity);
    this.tools = new ToolSetup(request, profile, names, fidelity);
    this.media = new MediaParts(loader, call);
    this.conversation = new Conversation(profile, names, media, fidelity);
  }

  /**
   * The request to send.
   *
   * @throws io.llmgw.model.GatewayException when it has something this provider cannot take
   */
  static Encoded encode(Profile profile, ChatRequest request, MediaLoader loader, Call call) {
    return new RequestEncoder(profile, request, loader, call).encode();
  }

  private Encoded encode() {
    Sampling sampling = request.sampling();
    GenerationSettings settings = new GenerationSettings(profile.traits(), fidelity);
    String form = settings.format(config, request.format(), tools.excludesJson());
    if (form != null) {
      conversation.instruct(form);
    }
    conversation.read(request.messages()).write(body);
    extras.write(body, config);
    tools.write(body, extras.search());
    settings.sampling(config, sampling);
    new Thinking(profile.traits(), fidelity).write(config, sampling, extras.showsThoughts());
    resolution();
    if (!config.isEmpty()) {
      body.set("generationConfig", config);
    }
    profile.additions().merge(body);
    drops.from(body);
    return new Encoded(body, names);
  }

  /** Older models read every image the same way. */
  private void resolution() {
    String detail = media.detail();
    if (detail == null) {
      return;
    }
    if (profile.traits().mediaInResults()) {
      boolean high = detail.equals("high");
      config.put("mediaResolution", high ? "MEDIA_RESOLUTION_HIGH" : "MEDIA_RESOLUTION_LOW");
    } else {
      fidelity.lose("image_url.detail", "this model reads every image the same way");
    }
  }
}
