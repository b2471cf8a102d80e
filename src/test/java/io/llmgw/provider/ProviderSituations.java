package io.llmgw.provider;

import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.Tool;
import java.util.List;
import java.util.Map;

/**
 * The situations of {@link ProviderContract}. A subclass answers each hook with a provider whose
 * upstream behaves like that on every call, and with the request that makes it so; a test brings
 * about one of them only. What the upstream cannot do is switched off by its {@code supports…}
 * method; a hook that is needed and missing fails by name.
 */
abstract class ProviderSituations {

  /** A provider ready to be called, and the request to call it with. */
  public record Situation(Provider provider, ChatRequest request) {}

  // The situations.

  /**
   * The upstream answers with exactly that text, in several pieces if it streams, and ends well.
   */
  protected abstract Situation says(String text);

  /** The upstream thinks, then says something. */
  protected Situation reasons() {
    throw missing("reasons", "supportsReasoning");
  }

  /** The upstream calls as many of the tools as told, and says nothing else. */
  protected Situation callsTools(List<Tool> offered, int calls) {
    throw missing("callsTools", "supportsTools");
  }

  /** The upstream answers a request that carries that image. */
  protected Situation sees(Part.Media image) {
    throw missing("sees", "supportsImages");
  }

  /** The upstream refuses the request with that HTTP status before any event. */
  protected Situation refuses(int status) {
    throw missing("refuses", "supportsErrorsBeforeFirstEvent");
  }

  /** The upstream says something, then fails or falls away without an end. */
  protected Situation breaksOff() {
    throw missing("breaksOff", "supportsErrorsMidStream");
  }

  /** The upstream takes the request and sends nothing for a minute or longer. */
  protected Situation silentFromTheStart() {
    throw missing("silentFromTheStart", "supportsCancel");
  }

  /** The upstream sends at least one event, then nothing for a minute or longer. */
  protected Situation silentInMidStream() {
    throw missing("silentInMidStream", "supportsCancel");
  }

  /** The upstream embeds any texts. */
  protected Provider embeds() {
    throw missing("embeds", "supportsEmbeddings");
  }

  /** The upstream has a list of models that is not empty. */
  protected Provider listsModels() {
    throw missing("listsModels", "supportsModelList");
  }

  // What the upstream can do.

  /** Whether a text comes in pieces. */
  protected boolean supportsStreaming() {
    return true;
  }

  protected boolean supportsReasoning() {
    return true;
  }

  protected boolean supportsTools() {
    return true;
  }

  protected boolean supportsParallelTools() {
    return supportsTools();
  }

  protected boolean supportsImages() {
    return true;
  }

  protected boolean supportsUsage() {
    return true;
  }

  protected boolean supportsEmbeddings() {
    return true;
  }

  protected boolean supportsModelList() {
    return true;
  }

  protected boolean supportsErrorsBeforeFirstEvent() {
    return true;
  }

  protected boolean supportsErrorsMidStream() {
    return true;
  }

  /**
   * Whether the upstream can fall silent, so that cancelling, closing and time limits have
   * something to end.
   */
  protected boolean supportsCancel() {
    return true;
  }

  // For the hooks.

  /** A request with one user message. */
  protected static ChatRequest request(Part... parts) {
    return ChatRequest.of("contract", List.of(new Message(Role.USER, List.of(parts))));
  }

  /** A request with one user message and tools to call. */
  protected static ChatRequest request(String text, List<Tool> tools) {
    return new ChatRequest(
        "contract",
        List.of(Message.text(Role.USER, text)),
        tools,
        null,
        null,
        null,
        Sampling.DEFAULT,
        Map.of());
  }

  /** A call nobody cancels and nothing limits. */
  protected static Call call() {
    return new Call("contract-call", new Cancellation(), TimeLimits.NONE);
  }

  private static IllegalStateException missing(String hook, String supports) {
    return new IllegalStateException(
        "Override " + hook + "(), or say false in " + supports + "() if the upstream cannot.");
  }
}
