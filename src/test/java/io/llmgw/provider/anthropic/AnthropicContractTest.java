package io.llmgw.provider.anthropic;

import io.llmgw.model.Part;
import io.llmgw.model.Tool;
import io.llmgw.provider.Provider;
import io.llmgw.provider.ProviderContract;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Anthropic")
class AnthropicContractTest extends ProviderContract {
  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpTransport transport = Setup.transport();

  @AfterEach
  void close() {
    transport.close();
    upstream.close();
  }

  private Provider provider() {
    return Setup.of("claude-sonnet-4-5").provider(transport, upstream.url());
  }

  private Situation answering(Reply reply) {
    upstream.always(reply);
    return new Situation(provider(), request(new Part.Text("Hello")));
  }

  @Override
  protected Situation says(String text) {
    int middle = text.length() / 2;
    return answering(Reply.sse(Messages.saying(text.substring(0, middle), text.substring(middle))));
  }

  @Override
  protected Situation reasons() {
    return answering(
        Reply.sse(
            Messages.start()
                + Messages.blockStart(0, "{'type':'thinking','thinking':'','signature':''}")
                + Messages.delta(0, "{'type':'thinking_delta','thinking':'Let me think.'}")
                + Messages.delta(0, "{'type':'signature_delta','signature':'c2ln'}")
                + Messages.blockStop(0)
                + Messages.textBlock(1, "Done.")
                + Messages.end("end_turn")));
  }

  @Override
  protected Situation callsTools(List<Tool> offered, int calls) {
    StringBuilder events = new StringBuilder(Messages.start());
    for (int i = 0; i < calls; i++) {
      events
          .append(
              Messages.blockStart(
                  i,
                  "{'type':'tool_use','id':'toolu_%d','name':'%s','input':{}}"
                      .formatted(i, offered.get(i).name())))
          .append(Messages.json(i, "{}"))
          .append(Messages.blockStop(i));
    }
    upstream.always(Reply.sse(events + Messages.end("tool_use")));
    return new Situation(provider(), request("Use the tools.", offered));
  }

  /** Answers well only when the image came as Anthropic wants it. */
  @Override
  protected Situation sees(Part.Media image) {
    upstream.always(request -> {
      var source = request.json().at("/messages/0/content/1/source");
      boolean good =
          source.path("type").asString("").equals("base64")
              && source.path("media_type").asString("").equals(image.mediaType())
              && source.path("data").asString("").equals(image.base64());
      return good
          ? Reply.sse(Messages.saying("A pixel."))
          : Reply.json(400, Messages.error("invalid_request_error", "no image"));
    });
    return new Situation(provider(), request(new Part.Text("What is it?"), image));
  }

  @Override
  protected Situation refuses(int status) {
    return answering(Reply.json(status, Messages.error("x", "No.")));
  }

  @Override
  protected Situation breaksOff() {
    return answering(
        Reply.sse(
                Messages.start()
                    + Messages.blockStart(0, "{'type':'text','text':''}")
                    + Messages.text(0, "Once upon"))
            .cut());
  }

  @Override
  protected Situation silentFromTheStart() {
    return answering(Reply.silence());
  }

  @Override
  protected Situation silentInMidStream() {
    return answering(Reply.sse(Messages.start() + Messages.text(0, "Once upon")).stall());
  }

  @Override
  protected boolean supportsEmbeddings() {
    return false;
  }

  @Override
  protected Provider listsModels() {
    upstream.always(request ->
        Reply.json(
            request.target().contains("after_id=claude-a")
                ? "{\"data\":[{\"id\":\"claude-b\"}],\"has_more\":false,\"last_id\":\"claude-b\"}"
                : "{\"data\":[{\"id\":\"claude-a\"}],\"has_more\":true,\"last_id\":\"claude-a\"}"));
    return provider();
  }
}
