package io.llmgw.gateway;

import io.llmgw.catalog.Capability;
import io.llmgw.catalog.LiteLlmFields;
import io.llmgw.catalog.Meter;
import io.llmgw.catalog.ModelCatalog;
import io.llmgw.catalog.ModelFacts;
import io.llmgw.catalog.ModelMode;
import io.llmgw.catalog.Price;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the model of a configured deployment: what the catalogue knows about the real
 * model, and over it what the configuration says. Thread-safe.
 */
public final class DeploymentFacts {
  private static final Set<String> OWN_SERVERS =
      Set.of("ollama", "lm_studio", "localai", "hosted_vllm", "llamacpp", "llamafile", "demo");

  /** What a server of one's own asks for its tokens. */
  private static final List<Price> FREE =
      List.of(Price.of(Map.of(Meter.INPUT, BigDecimal.ZERO, Meter.OUTPUT, BigDecimal.ZERO)));

  private final ModelCatalog catalog;

  public DeploymentFacts(ModelCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The facts of one deployment, under the vendor and the real model it is configured with. What
   * neither the catalogue nor the configuration knows is missing in them.
   *
   * @throws io.llmgw.catalog.CatalogException when the prices a user imported cannot be read
   */
  public ModelFacts of(DeploymentConfig deployment) {
    ModelInfo info = deployment.info();
    ModelFacts found = catalog.find(deployment.provider(), deployment.realModel());
    ModelFacts known = found == null ? unlisted(deployment) : found;
    List<Price> own = LiteLlmFields.prices(figures(info));
    return new ModelFacts(
        deployment.provider(),
        deployment.realModel(),
        mode(info, known),
        count(info.maxInputTokens(), known.contextTokens()),
        count(info.maxOutputTokens(), known.maxOutputTokens()),
        capabilities(info, known.capabilities()),
        own.isEmpty() ? known.prices() : overlaid(known.prices(), own),
        known.retires(),
        known.aliases(),
        own.isEmpty() ? known.source() : deployment.origin(),
        own.isEmpty() ? known.asOf() : null);
  }

  /** What its name and its place give away of a model that is not in the catalogue. */
  private static ModelFacts unlisted(DeploymentConfig deployment) {
    boolean free =
        OWN_SERVERS.contains(deployment.provider()) && isHere(deployment.endpoint().apiBase());
    return new ModelFacts(
        deployment.provider(),
        deployment.realModel(),
        ModelMode.of(deployment.realModel()),
        null,
        null,
        Set.of(),
        free ? FREE : List.of(),
        null,
        List.of(),
        deployment.origin(),
        null);
  }

  private static boolean isHere(@Nullable String address) {
    if (address == null) {
      return true;
    }
    try {
      String host = URI.create(address).getHost();
      return host != null && (host.equals("localhost") || host.matches("127\\..*|\\[::1]"));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String mode(ModelInfo info, ModelFacts known) {
    String said = info.mode();
    if (said == null) {
      return known.mode();
    }
    // it answers chats, whatever it is asked in
    return said.equals("responses") ? ModelMode.CHAT : said;
  }

  private static @Nullable Integer count(@Nullable Long configured, @Nullable Integer listed) {
    return configured == null ? listed : Integer.valueOf(Math.toIntExact(configured));
  }

  private static Set<Capability> capabilities(ModelInfo info, Set<Capability> listed) {
    Set<Capability> can = EnumSet.noneOf(Capability.class);
    can.addAll(listed);
    info.supports()
        .forEach((name, yes) -> {
          Capability ability = LiteLlmFields.ability(name);
          if (ability != null && !yes) {
            can.remove(ability);
          }
        });
    info.supports()
        .forEach((name, yes) -> {
          Capability ability = LiteLlmFields.ability(name);
          if (ability != null && yes) {
            can.add(ability);
          }
        });
    return can;
  }

  private static Map<String, BigDecimal> figures(ModelInfo info) {
    Map<String, BigDecimal> figures = new HashMap<>();
    info.other()
        .forEach((name, value) -> {
          BigDecimal figure = LiteLlmFields.isPrice(name) ? figure(value) : null;
          if (figure != null) {
            figures.put(name, figure);
          }
        });
    return figures;
  }

  private static @Nullable BigDecimal figure(Object value) {
    return value instanceof Number number ? new BigDecimal(number.toString()) : null;
  }

  /**
   * The listed prices with the configured ones in their stead. Whoever sets the price of input or
   * output means it for prompts of every length, unless the configuration has tiers too; and where
   * input is free, so is what the cache holds of it.
   */
  private static List<Price> overlaid(List<Price> listed, List<Price> own) {
    Map<Meter, BigDecimal> set = own.getFirst().usdPerMillion();
    boolean replacesTiers = set.containsKey(Meter.INPUT) || set.containsKey(Meter.OUTPUT);
    BigDecimal input = set.get(Meter.INPUT);
    List<Price> all = new ArrayList<>();
    for (Price price : listed.isEmpty() ? List.of(Price.of(Map.of())) : listed) {
      if (price.aboveTokens() == 0 || !replacesTiers) {
        Map<Meter, BigDecimal> usd = new EnumMap<>(Meter.class);
        usd.putAll(price.usdPerMillion());
        if (input != null && input.signum() == 0) {
          usd.keySet().removeAll(Set.of(Meter.CACHED, Meter.CACHE_WRITE));
        }
        usd.putAll(set);
        all.add(new Price(price.from(), price.aboveTokens(), usd));
        if (price.aboveTokens() == 0) {
          own.stream().skip(1).map(tier -> tier(price, usd, tier)).forEach(all::add);
        }
      }
    }
    return all;
  }

  private static Price tier(Price from, Map<Meter, BigDecimal> usual, Price tier) {
    Map<Meter, BigDecimal> usd = new EnumMap<>(Meter.class);
    usd.putAll(usual);
    usd.putAll(tier.usdPerMillion());
    return new Price(from.from(), tier.aboveTokens(), usd);
  }
}
