package io.llmgw.probe;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A command to paste that tests the same target with other settings, so that they are proven before
 * anybody writes them down. Immutable.
 *
 * @param base null for the vendor's own address
 * @param version null for none
 * @param remark what to do then, in a shell's comment; null for nothing
 */
record Retry(
    String vendor,
    String model,
    @Nullable String base,
    @Nullable String version,
    String keyFlags,
    @Nullable String remark) {

  static Retry of(Observation seen) {
    String base = seen.deployment().endpoint().apiBase();
    return new Retry(
        seen.vendor(),
        seen.model(),
        base == null ? called(seen) : harmless(base),
        seen.deployment().endpoint().apiVersion(),
        seen.target().keyFlags(),
        null);
  }

  /** A resource of Azure has an address of its own wherever it was found. */
  private static @Nullable String called(Observation seen) {
    return seen.azure() && seen.url() != null ? Advice.base(seen) : null;
  }

  /** Without what may hold a key. */
  private static String harmless(String base) {
    return base.replaceFirst("\\?.*$", "").replaceFirst("//[^/@]*@", "//");
  }

  Retry model(String other) {
    return new Retry(vendor, other, base, version, keyFlags, remark);
  }

  Retry base(String other) {
    return new Retry(vendor, model, other, version, keyFlags, remark);
  }

  Retry version(@Nullable String other) {
    return new Retry(vendor, model, base, other, keyFlags, remark);
  }

  Retry then(String what) {
    return new Retry(vendor, model, base, version, keyFlags, what);
  }

  /** The command. */
  @Override
  public String toString() {
    var words = new StringJoiner(" ").add("llmgw test " + vendor);
    if (base != null) {
      words.add("--endpoint " + Advice.quoted(base));
    }
    words.add("--deployment " + Advice.quoted(model));
    if (version != null) {
      words.add("--api-version " + Advice.quoted(version));
    }
    if (!keyFlags.isEmpty()) {
      words.add(keyFlags);
    }
    return remark == null ? words.toString() : Advice.then(words.toString(), remark);
  }
}
