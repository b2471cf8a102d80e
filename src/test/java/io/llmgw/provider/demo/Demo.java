package io.llmgw.provider.demo;

import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import io.llmgw.provider.Call;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The demo model under test: at a fixed time, with waits that are noted instead of waited. */
final class Demo {
  static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  final List<Duration> waits = new ArrayList<>();
  final DemoProvider provider =
      new DemoProvider(
          InstantSource.fixed(NOW),
          (ended, time) -> {
            waits.add(time);
            return ended.getCount() == 0;
          });

  /** What a request may hold besides its messages; change what a test is about. */
  record Options(
      List<Tool> tools,
      @Nullable ToolChoice choice,
      @Nullable Boolean parallel,
      @Nullable ResponseFormat format,
      @Nullable Integer maxTokens,
      List<String> stop,
      Map<String, JsonNode> extras) {
    static final Options NONE = new Options(List.of(), null, null, null, null, List.of(), Map.of());

    static Options of(Tool... tools) {
      return new Options(List.of(tools), null, null, null, null, List.of(), Map.of());
    }

    static Options of(ResponseFormat format) {
      return new Options(List.of(), null, null, format, null, List.of(), Map.of());
    }

    static Options maxTokens(int most) {
      return new Options(List.of(), null, null, null, most, List.of(), Map.of());
    }

    static Options stop(String... stop) {
      return new Options(List.of(), null, null, null, null, List.of(stop), Map.of());
    }

    static Options extra(String name, JsonNode value) {
      return new Options(List.of(), null, null, null, null, List.of(), Map.of(name, value));
    }

    Options choosing(ToolChoice demanded) {
      return new Options(tools, demanded, parallel, format, maxTokens, stop, extras);
    }

    Options parallel(boolean allowed) {
      return new Options(tools, choice, allowed, format, maxTokens, stop, extras);
    }
  }

  Transcript ask(String text) {
    return ask(text, Options.NONE);
  }

  Transcript ask(String text, Options options) {
    return ask(List.of(Message.text(Role.USER, text)), options);
  }

  Transcript ask(List<Message> messages, Options options) {
    return Transcript.of(provider, request(messages, options), call());
  }

  static ChatRequest request(List<Message> messages, Options options) {
    return new ChatRequest(
        "my-demo",
        messages,
        options.tools(),
        options.choice(),
        options.parallel(),
        options.format(),
        new Sampling(
            options.maxTokens(), null, null, null, null, null, options.stop(), null, null, null),
        options.extras());
  }

  static Message user(Part... parts) {
    return new Message(Role.USER, List.of(parts));
  }

  static Call call() {
    return new Call("call-1", new Cancellation(), TimeLimits.NONE);
  }
}
