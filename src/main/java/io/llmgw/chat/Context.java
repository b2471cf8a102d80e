package io.llmgw.chat;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Role;
import io.llmgw.model.TokenEstimate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What fills the model's window, in tokens as far as they can be guessed.
 *
 * @param size the longest prompt; null when nobody knows
 */
public record Context(
    long system, long questions, long answers, long files, long waiting, @Nullable Long size) {
  private static final int BAR = 20;

  /** What the next question begins with. */
  public static Context of(Chat chat) {
    long questions = 0;
    long answers = 0;
    long files = 0;
    for (Entry entry : chat.conversation().context()) {
      for (Part part : entry.parts()) {
        long tokens = tokens(part);
        if (part instanceof Part.Media) {
          files += tokens;
        } else if (entry.role() == Role.USER) {
          questions += tokens;
        } else {
          answers += tokens;
        }
      }
    }
    String text = chat.settings().system();
    long waiting = chat.attachments().stream().mapToLong(a -> tokens(a.part())).sum();
    Long size = chat.backend().model(chat.settings().model()).map(Model::context).orElse(null);
    return new Context(
        text == null ? 0 : TokenEstimate.text(text), questions, answers, files, waiting, size);
  }

  private static long tokens(Part part) {
    return TokenEstimate.of(ChatRequest.of("", List.of(new Message(Role.USER, List.of(part)))))
        - TokenEstimate.of(ChatRequest.of("", List.of(new Message(Role.USER, List.of()))));
  }

  public long total() {
    return system + questions + answers + files + waiting;
  }

  /** How full the window is, from 0; -1 when nobody knows its size. */
  public int percent() {
    return size == null || size == 0 ? -1 : (int) Math.min(100, total() * 100 / size);
  }

  /** A bar of that many columns. */
  public String bar(int columns, Symbols symbols) {
    int full = Math.max(0, percent()) * columns / 100;
    return symbols.full().repeat(full) + symbols.free().repeat(columns - full);
  }

  public String describe(Symbols symbols) {
    String head =
        size == null
            ? "about %d tokens; the size of the window is not known".formatted(total())
            : "%s %d%% of %d tokens".formatted(bar(BAR, symbols), percent(), size);
    return String.join(
        "\n",
        head,
        "  system     %8d".formatted(system),
        "  questions  %8d".formatted(questions),
        "  answers    %8d".formatted(answers),
        "  files      %8d".formatted(files),
        "  waiting    %8d".formatted(waiting),
        "nothing is dropped when it is full; /compact goes on with a summary");
  }
}
