package io.llmgw.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Writes down which {@link Feature features} the tests of a contract kit have shown for one
 * subject: a file in {@code target/compatibility}, from which the README's table is made.
 */
public class FeatureRecord implements TestWatcher, BeforeAllCallback, AfterAllCallback {
  /** Where the records are. */
  public static final Path FOLDER = Path.of("target", "compatibility");

  /** What became of a feature; the worst counts when several tests show it. */
  public enum Outcome {
    WORKS,
    ABSENT,
    FAILED
  }

  private final Map<String, Outcome> outcomes = new TreeMap<>();

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getStore(Namespace.GLOBAL).put(FeatureRecord.class, this);
    outcomes.clear();
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    note(context, Outcome.WORKS);
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    note(context, Outcome.ABSENT);
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    note(context, Outcome.ABSENT);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    note(context, Outcome.FAILED);
  }

  private void note(ExtensionContext context, Outcome outcome) {
    context
        .getTestMethod()
        .map(method -> method.getAnnotation(Feature.class))
        .ifPresent(feature ->
            outcomes.merge(
                feature.value(), outcome, (one, other) -> one.compareTo(other) > 0 ? one : other));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    String subject = context.getDisplayName();
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(
          FOLDER.resolve(context.getRequiredTestClass().getName()),
          subject
              + "\n"
              + outcomes.entrySet().stream()
                  .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                  .collect(Collectors.joining()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
