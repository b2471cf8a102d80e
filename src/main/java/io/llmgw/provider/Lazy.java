package io.llmgw.provider;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What takes a part of the start-up time to make and is not always needed: made by the first who
 * asks for it, for all. A failure is passed on, and the next one tries again. Thread-safe.
 */
public final class Lazy<T> implements Supplier<T> {
  private final Supplier<? extends T> maker;
  private volatile @Nullable T made;

  public Lazy(Supplier<? extends T> maker) {
    this.maker = maker;
  }

  @Override
  public T get() {
    T ready = made;
    return ready == null ? make() : ready;
  }

  private synchronized T make() {
    T ready = made;
    if (ready == null) {
      ready = maker.get();
      made = ready;
    }
    return ready;
  }

  /** What was made; null as long as nobody has asked for it. */
  public @Nullable T ifMade() {
    return made;
  }
}
