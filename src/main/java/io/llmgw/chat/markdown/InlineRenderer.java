package io.llmgw.chat.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/** What stands within a block. Without colours the markers stay, as they then carry the meaning. */
final class InlineRenderer {
  private static final int LONGEST_DATA_ADDRESS = 40;

  /** Addresses that may be hidden behind a text. */
  private static final Pattern WEB = Pattern.compile("(?i:https?://|mailto:)");

  private final Style style;
  private final List<StyledLine> lines = new ArrayList<>();
  private final List<Span> current = new ArrayList<>();

  private InlineRenderer(Style style) {
    this.style = style;
  }

  /** The children of a block: one line, and one more for each hard break. */
  static List<StyledLine> render(Node block, Look base, Style style) {
    var renderer = new InlineRenderer(style);
    renderer.children(block, base, "");
    renderer.breakLine();
    return List.copyOf(renderer.lines);
  }

  private void children(Node parent, Look look, String link) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      render(node, look, link);
    }
  }

  private void render(Node node, Look look, String link) {
    switch (node) {
      case Text text -> add(text.getLiteral(), look, link);
      case Code code -> marked("`", code.getLiteral(), look.with(Hue.CODE), link);
      case Emphasis each -> marked("*", each, look.slanted(), link);
      case StrongEmphasis each -> marked("**", each, look.bolder(), link);
      case Strike each -> marked("~~", each, look.struck(), link);
      case Link each -> link(each, look);
      case Image image -> image(image, look, link);
      case HtmlInline html -> html(html.getLiteral(), look, link);
      case Formula formula ->
          add(style.unicode() ? formula.readable() : formula.source(), look, link);
      // a model that begins a new line means it, as in verse and addresses
      case SoftLineBreak _, HardLineBreak _ -> breakLine();
      default -> children(node, look, link);
    }
  }

  private void marked(String marker, String text, Look look, String link) {
    String shown = style.colored() ? "" : marker;
    add(shown + text + shown, look, link);
  }

  private void marked(String marker, Node node, Look look, String link) {
    String shown = style.colored() ? "" : marker;
    add(shown, look, link);
    children(node, look, link);
    add(shown, look, link);
  }

  private void html(String tag, Look look, String link) {
    if (tag.toLowerCase(Locale.ROOT).matches("<br\\s*/?>")) {
      breakLine();
    } else {
      add(tag, look.dimmed(), link);
    }
  }

  private void link(Link link, Look look) {
    String address = link.getDestination();
    boolean hidden = style.linksHidden() && WEB.matcher(address).lookingAt();
    int before = current.size();
    int linesBefore = lines.size();
    children(link, look.with(Hue.LINK).underlined(), hidden ? address : "");
    String text = linesBefore == lines.size() ? text(current.subList(before, current.size())) : "";
    boolean told = address.equals(text) || address.equals("mailto:" + text);
    // a text that looks like an address must not hide another one
    if (!told && (!hidden || text.contains("://"))) {
      address(address, link.getTitle(), look);
    }
  }

  private void image(Image image, Look look, String link) {
    Look shown = look.slanted();
    add(image.getFirstChild() == null ? "image" : "", shown, link);
    children(image, shown, link);
    address(image.getDestination(), image.getTitle(), look);
  }

  private void address(String address, @Nullable String title, Look look) {
    String shown = address;
    if (address.startsWith("data:") && address.length() > LONGEST_DATA_ADDRESS) {
      shown = address.substring(0, LONGEST_DATA_ADDRESS) + style.symbol("…", "...");
    }
    String extra = title == null || title.isEmpty() ? "" : " \"" + title + "\"";
    add(" (" + shown + extra + ")", look.dimmed(), "");
  }

  private static String text(List<Span> spans) {
    var text = new StringBuilder();
    spans.forEach(span -> text.append(span.text()));
    return text.toString();
  }

  private void add(String text, Look look, String link) {
    if (!text.isEmpty()) {
      current.add(new Span(text.replace('\t', ' '), look, link));
    }
  }

  private void breakLine() {
    lines.add(new StyledLine(LineWrapper.merged(current)));
    current.clear();
  }
}
