package io.llmgw.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the models of the vendors: the files that come with the program, and over
 * them the prices a user imported. A vendor's file is read when the vendor is first asked about.
 * Thread-safe; what it answers never changes.
 */
public final class ModelCatalog {
  private static final List<String> FILES =
      List.of(
          "openai",
          "azure",
          "anthropic",
          "gemini",
          "bedrock",
          "groq",
          "mistral",
          "deepseek",
          "xai",
          "cohere",
          "perplexity");

  /** Who sells whose models at the maker's price, when its own list has no other. */
  private static final Map<String, List<String>> MAKERS =
      Map.of(
          "azure", List.of("openai"),
          "azure_ai", List.of("azure", "openai", "anthropic"),
          "text-completion-openai", List.of("openai"),
          "vertex_ai", List.of("gemini", "anthropic"),
          "bedrock", List.of("anthropic"));

  private final Map<String, VendorModels> vendors = new ConcurrentHashMap<>();
  private final @Nullable Path file;
  private volatile @Nullable UserPrices userPrices;

  private ModelCatalog(@Nullable Path file) {
    this.file = file;
  }

  /**
   * Reads nothing yet.
   *
   * @param userPrices what the user imported, which wins; null for none, and a file that does not
   *     exist is none
   */
  public static ModelCatalog load(@Nullable Path userPrices) {
    return new ModelCatalog(userPrices);
  }

  /**
   * What is known about a model of a vendor. A name with the vendor's or a region's prefix, a date
   * or a version is understood; a name that only resembles a known one is not.
   *
   * @param vendor as in {@code litellm_params.model}: {@code azure}, {@code vertex_ai}, …
   * @return null when nothing is known; for a vendor that sells another's models at the same price,
   *     the maker's own facts
   * @throws CatalogException when the imported prices cannot be read
   */
  public @Nullable ModelFacts find(String vendor, String name) {
    ModelFacts exact = of(vendor).named(name);
    if (exact != null) {
      return exact;
    }
    List<VendorModels> lists = new ArrayList<>();
    lists.add(of(vendor));
    MAKERS.getOrDefault(vendor, List.of()).forEach(maker -> lists.add(of(maker)));
    for (String reading : Spelling.readings(name)) {
      for (VendorModels list : lists) {
        ModelFacts facts = list.get(reading);
        if (facts != null) {
          return facts;
        }
      }
    }
    return null;
  }

  /**
   * Every model, vendor by vendor.
   *
   * @throws CatalogException when the imported prices cannot be read
   */
  public Collection<ModelFacts> all() {
    Set<String> names = new LinkedHashSet<>(FILES);
    names.addAll(userPrices().vendors());
    return names.stream().flatMap(vendor -> of(vendor).all().stream()).toList();
  }

  /**
   * Every model of one vendor; empty when none is known.
   *
   * @throws CatalogException when the imported prices cannot be read
   */
  public List<ModelFacts> all(String vendor) {
    return of(vendor).all();
  }

  /** The vendors whose models the program knows by itself. */
  public static List<String> vendors() {
    return FILES;
  }

  private VendorModels of(String vendor) {
    VendorModels known = vendors.get(vendor);
    if (known == null) {
      List<ModelFacts> rows = new ArrayList<>();
      if (FILES.contains(vendor)) {
        rows.addAll(ownRows(vendor));
      }
      rows.addAll(userPrices().of(vendor));
      known = VendorModels.of(rows);
      // whoever asks about vendors nobody knows must not fill the memory
      if (!known.all().isEmpty()) {
        vendors.put(vendor, known);
      }
    }
    return known;
  }

  private static List<ModelFacts> ownRows(String vendor) {
    String file = "models/" + vendor + ".json";
    try (InputStream in = ModelCatalog.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the program");
      }
      return new FactsFile(file).read(in.readAllBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private UserPrices userPrices() {
    UserPrices prices = userPrices;
    if (prices == null) {
      prices = file == null ? UserPrices.NONE : UserPrices.open(file);
      userPrices = prices;
    }
    return prices;
  }
}
