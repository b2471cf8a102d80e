package io.llmgw.cli;

import io.llmgw.config.Environment;
import io.llmgw.config.ProviderSecrets;
import io.llmgw.config.WrappedEnvironment;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The surroundings with a person in them, who is asked once for the passphrase of stored keys. */
final class AskingEnvironment extends WrappedEnvironment {
  private final Supplier<@Nullable String> person;
  private Runnable before = () -> {};
  private @Nullable String told;

  /**
   * Asks nobody yet.
   *
   * @param person gives the passphrase, or null when there is nobody to ask
   */
  AskingEnvironment(Environment real, Supplier<@Nullable String> person) {
    super(real);
    this.person = person;
  }

  /** What to wait for before the person is asked. */
  synchronized void askAfter(Runnable action) {
    before = action;
  }

  @Override
  public synchronized @Nullable String variable(String name) {
    String value = real.variable(name);
    if (value != null || !name.equals(ProviderSecrets.PASSPHRASE)) {
      return value;
    }
    if (told == null) {
      before.run();
      told = person.get();
    }
    return told;
  }

  /** Whether the passphrase came from the person. */
  synchronized boolean asked() {
    return told != null;
  }
}
