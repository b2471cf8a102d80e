package io.llmgw.app;

import io.llmgw.app.ModelLists.Listing;
import io.llmgw.catalog.Meter;
import io.llmgw.catalog.ModelCatalog;
import io.llmgw.catalog.ModelFacts;
import io.llmgw.catalog.ModelNames;
import io.llmgw.catalog.Price;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.Nearest;
import io.llmgw.gateway.DeploymentFacts;
import io.llmgw.provider.UpstreamDeployment;
import io.llmgw.provider.UpstreamModel;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is configured with what the providers have: a model that is gone or will go, one
 * that has other limits or another price. Immutable.
 */
public final class ModelCheck {
  /** Their lists hold what could be deployed, not what is. */
  private static final Set<String> SELF_NAMED = Set.of("azure", "azure_ai");

  private static final int SOON_DAYS = 90;

  private final DeploymentFacts facts;
  private final LocalDate today;

  /** What can be the matter, the worst first. */
  public enum Kind {
    /** The provider does not have it. */
    MISSING,
    /** Its last day is past. */
    RETIRED,
    /** The provider could not be asked. */
    UNREACHABLE,
    /** It will go soon. */
    RETIRING,
    /** The provider says other figures. */
    CHANGED,
    /** Nothing is wrong, but the provider has no list to look it up in. */
    UNLISTED;

    /** Whether calls fail. */
    public boolean fails() {
      return this == MISSING || this == RETIRED;
    }
  }

  /**
   * One thing that is the matter.
   *
   * @param text for people
   * @param instead the name that was probably meant; null when none is near
   */
  public record Finding(Kind kind, String text, @Nullable String instead) {}

  /**
   * One entry of the configuration, and what is the matter with it.
   *
   * @param findings the worst first; none when all is well
   */
  public record Checked(DeploymentConfig entry, List<Finding> findings) {
    public Checked {
      findings = List.copyOf(findings);
    }
  }

  public ModelCheck(ModelCatalog catalog, LocalDate today) {
    this.facts = new DeploymentFacts(catalog);
    this.today = today;
  }

  /** Checks every entry, upstream by upstream. */
  public List<Checked> check(List<Listing> listings) {
    List<Checked> all = new ArrayList<>();
    for (Listing listing : listings) {
      for (DeploymentConfig entry : listing.entries()) {
        all.add(new Checked(entry, findings(entry, listing)));
      }
    }
    return all;
  }

  private List<Finding> findings(DeploymentConfig entry, Listing listing) {
    List<Finding> findings = new ArrayList<>();
    boolean wildcard = entry.model().contains("*");
    UpstreamModel listed = null;
    if (listing.failure() != null) {
      findings.add(new Finding(Kind.UNREACHABLE, listing.failure().text(), null));
    } else if (!wildcard) {
      listed =
          SELF_NAMED.contains(entry.provider())
              ? deployed(findings, entry, listing)
              : offered(findings, entry, listing.models());
    }
    if (!wildcard) {
      addRetirement(findings, entry, listed);
    }
    if (listed != null) {
      addChanges(findings, entry, listed);
    }
    findings.sort((one, other) -> one.kind().compareTo(other.kind()));
    return findings;
  }

  /** Looks the model up where its name is the vendor's; gives what the list says of it. */
  private static @Nullable UpstreamModel offered(
      List<Finding> findings, DeploymentConfig entry, List<UpstreamModel> models) {
    UpstreamModel listed = find(entry.model(), models);
    if (models.isEmpty()) {
      findings.add(unlisted(entry));
    } else if (listed == null) {
      findings.add(missing(entry, models.stream().map(UpstreamModel::id).toList()));
    }
    return listed;
  }

  /** Looks it up where its name is the owner's; gives what the list says of the model behind it. */
  private static @Nullable UpstreamModel deployed(
      List<Finding> findings, DeploymentConfig entry, Listing listing) {
    List<UpstreamDeployment> all = listing.deployments();
    Optional<UpstreamDeployment> deployment =
        all.stream().filter(one -> one.name().equalsIgnoreCase(entry.model())).findFirst();
    if (all.isEmpty()) {
      findings.add(unlisted(entry));
    } else if (deployment.isEmpty()) {
      findings.add(missing(entry, all.stream().map(UpstreamDeployment::name).toList()));
    }
    String served = deployment.map(UpstreamDeployment::model).orElse(null);
    String expected = entry.info().baseModel();
    if (served != null && expected != null && !isSame(expected, served)) {
      findings.add(changed("it serves %s, not the base_model %s", served, expected));
    }
    deployment
        .map(UpstreamDeployment::state)
        .filter(state -> !state.equalsIgnoreCase("succeeded"))
        .ifPresent(state -> findings.add(new Finding(Kind.CHANGED, "it is " + state, null)));
    return find(served == null ? entry.realModel() : served, listing.models());
  }

  private static boolean isSame(String one, String other) {
    return ModelNames.asksFor(one, other) || ModelNames.asksFor(other, one);
  }

  /** The model of that name, else of those it may stand for the one that stays longest. */
  private static @Nullable UpstreamModel find(String name, List<UpstreamModel> models) {
    return models.stream()
        .filter(model -> model.id().equals(name))
        .findFirst()
        .orElseGet(() ->
            models.stream()
                .filter(model -> ModelNames.asksFor(name, model.id()))
                .max(Comparator.comparing(ModelCheck::lastDay))
                .orElse(null));
  }

  private static LocalDate lastDay(UpstreamModel model) {
    return model.retires() == null ? LocalDate.MAX : model.retires();
  }

  private static Finding unlisted(DeploymentConfig entry) {
    return new Finding(
        Kind.UNLISTED,
        entry.provider() + " has no list to look it up in: llmgw test asks it",
        null);
  }

  private static Finding missing(DeploymentConfig entry, List<String> names) {
    List<String> near = Nearest.few(entry.model(), names);
    String text = "%s does not have it".formatted(entry.provider());
    return near.isEmpty()
        ? new Finding(Kind.MISSING, text, null)
        : new Finding(
            Kind.MISSING, text + "; nearest: " + String.join(", ", near), near.getFirst());
  }

  /** What the provider's own list says counts more than the catalogue. */
  private void addRetirement(
      List<Finding> findings, DeploymentConfig entry, @Nullable UpstreamModel listed) {
    LocalDate day =
        listed != null && listed.retires() != null ? listed.retires() : facts.of(entry).retires();
    if (day == null || day.isAfter(today.plusDays(SOON_DAYS))) {
      return;
    }
    boolean past = !day.isAfter(today);
    boolean stillThere = listed != null && listed.retires() == null;
    if (past && stillThere) {
      findings.add(
          new Finding(
              Kind.RETIRING, "should be gone since " + day + ", but is still offered", null));
    } else {
      findings.add(
          past
              ? new Finding(Kind.RETIRED, "is gone since " + day, null)
              : new Finding(Kind.RETIRING, "will be gone on " + day, null));
    }
  }

  private void addChanges(List<Finding> findings, DeploymentConfig entry, UpstreamModel listed) {
    ModelFacts known = facts.of(entry);
    if (known.contextTokens() != null
        && listed.contextTokens() != null
        && !known.contextTokens().equals(listed.contextTokens())) {
      findings.add(
          changed(
              "its context has %d tokens, not %d", listed.contextTokens(), known.contextTokens()));
    }
    Price price = known.price(today);
    if (price != null) {
      addChange(findings, "input", price.of(Meter.INPUT), listed.inputUsd());
      addChange(findings, "output", price.of(Meter.OUTPUT), listed.outputUsd());
    }
  }

  private static void addChange(
      List<Finding> findings, String what, @Nullable BigDecimal known, @Nullable BigDecimal now) {
    if (known != null && now != null && known.compareTo(now) != 0) {
      findings.add(
          changed(
              "a million tokens of " + what + " cost $%s, not $%s",
              now.stripTrailingZeros().toPlainString(),
              known.stripTrailingZeros().toPlainString()));
    }
  }

  private static Finding changed(String text, Object now, Object known) {
    return new Finding(Kind.CHANGED, text.formatted(now, known), null);
  }
}
