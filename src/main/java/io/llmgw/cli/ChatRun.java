package io.llmgw.cli;

import io.llmgw.app.GatewayRuntime;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.GatewayRequest;
import io.llmgw.gateway.Served;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Message;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.Answer;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Operation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks one question and prints the answer. */
final class ChatRun {
  private ChatRun() {}

  /**
   * Asks a gateway in this process.
   *
   * @param out gets the answer and nothing else; flushed after each piece, so that a reader who is
   *     gone is noticed
   * @param err gets everything else
   */
  static ExitCode run(
      ChatOptions options, Surroundings surroundings, PrintWriter out, PrintWriter err) {
    if (options.server() != null) {
      throw new CommandException(
          ExitCode.USAGE, "chat cannot use a running gateway yet", "leave --server out");
    }
    ConfigRequest request = ConfigRequest.DEFAULT;
    request = options.config() == null ? request : request.withFile(options.config());
    try (GatewayRuntime runtime =
        GatewayRuntime.open(new ConfigLoader(surroundings.environment()), request)) {
      String id = UUID.randomUUID().toString();
      Cancellation cancellation = new Cancellation();
      GatewayRequest asked =
          new GatewayRequest(
              id,
              model(options, runtime.gateway()),
              Operation.CHAT,
              null,
              GatewayRequest.chat(id, question(options), cancellation).meaning(),
              cancellation,
              options.timeout());
      Served served = runtime.gateway().send(asked);
      try (Answer answer = served.answer()) {
        print(((Answer.Events) answer).stream(), options, out);
      }
      if (options.verbose()) {
        err.println(
            served.group()
                + " via "
                + served.deployment().provider()
                + ", first word after "
                + served.upstreamTime().toMillis()
                + " ms");
      }
    }
    return ExitCode.OK;
  }

  /** The model asked for, the configured default, or the only sensible one there is. */
  private static @Nullable String model(ChatOptions options, Gateway gateway) {
    if (options.model() != null || gateway.snapshot().config().general().defaultModel() != null) {
      return options.model();
    }
    Map<String, ?> groups = gateway.snapshot().models().groups();
    return groups.keySet().stream().findFirst().orElse(null);
  }

  private static ChatRequest question(ChatOptions options) {
    List<Message> messages = new ArrayList<>();
    if (options.system() != null) {
      messages.add(Message.text(Role.SYSTEM, options.system()));
    }
    messages.add(Message.text(Role.USER, options.prompt()));
    Sampling sampling =
        new Sampling(
            options.maxTokens(),
            options.temperature(),
            null,
            null,
            null,
            null,
            List.of(),
            null,
            null,
            null);
    return new ChatRequest("", messages, List.of(), null, null, null, sampling, Map.of());
  }

  private static void print(EventStream stream, ChatOptions options, PrintWriter out) {
    ChatPrinter printer = new ChatPrinter(options.output(), options.stream(), out);
    for (StreamEvent event = stream.next(); event != null; event = stream.next()) {
      printer.event(event);
    }
    printer.end();
  }
}
