package io.llmgw.testing;

import io.llmgw.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Chat requests as Open WebUI 0.12 sends them, with the 36 tools an administrator's have. */
public final class OpenWebUiRequests {
  private static final String PIXEL =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  private static final String NAMES =
      """
      get_current_timestamp calculate_timestamp ask_user list_knowledge_bases
      search_knowledge_bases query_knowledge_bases grep_knowledge_files search_knowledge_files
      query_knowledge_files view_knowledge_file search_chats view_chat search_memories
      list_memory_paths read_memory_path list_memories update_memory add_memory
      replace_memory_content delete_memory search_notes view_note write_note
      replace_note_content create_skill create_tasks update_task create_automation
      update_automation list_automations toggle_automation delete_automation
      search_calendar_events create_calendar_event update_calendar_event delete_calendar_event
      """;

  /** What parameters of those tools look like; they take turns. */
  private static final List<String> PARAMETERS =
      List.of(
          "{\"properties\":{},\"type\":\"object\"}",
          """
          {"properties":{"query":{"description":"The text to look for","type":"string"},
          "count":{"default":5,"description":"How many","type":"integer"}},
          "required":["query"],"type":"object"}
          """,
          """
          {"properties":{"tasks":{"description":"The tasks","type":"array",
          "items":{"additionalProperties":true,"type":"object"}}},"required":["tasks"],
          "type":"object"}
          """,
          """
          {"properties":{"start":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null,
          "description":"From when"},"all_day":{"default":false,"type":"boolean"},
          "options":{"default":[],"items":{"type":"string"},"type":"array"}},"type":"object"}
          """);

  private OpenWebUiRequests() {}

  /** Each by what is special about it. */
  public static Map<String, JsonNode> byName() {
    Map<String, JsonNode> requests = new TreeMap<>();
    requests.put("hello", chat(user("hello")));
    requests.put(
        "two questions in a row",
        chat(
            user("What is a fox?"),
            user("Say it again."),
            assistant("A mammal."),
            user("And an owl?")));
    requests.put(
        "continue",
        chat(user("One."), assistant("Two."), user("Count on."), assistant("Three, four,")));
    requests.put(
        "tool round",
        chat(
            user("What time is it?"),
            call(),
            result("call_1"),
            result("call_2"),
            assistant("Noon."),
            user("Thanks.")));
    requests.put(
        "tool answered",
        chat(user("What time is it?"), call(), result("call_1"), result("call_2")));
    requests.put("image", chat(image()));
    return requests;
  }

  /** The texts of a request's messages, none of which may get lost. */
  public static List<String> texts(JsonNode request) {
    List<String> texts = new ArrayList<>();
    for (JsonNode message : request.path("messages")) {
      JsonNode content = message.path("content");
      if (content.isString()) {
        texts.add(content.asString());
      }
      content.forEach(part -> texts.add(part.path("text").asString("").strip()));
    }
    texts.removeIf(String::isEmpty);
    return texts;
  }

  private static JsonNode chat(String... messages) {
    ObjectNode request = Json.MAPPER.createObjectNode().put("stream", true).put("model", "m");
    ArrayNode list = request.putArray("messages");
    for (String message : messages) {
      list.add(Json.MAPPER.readTree(message));
    }
    ArrayNode tools = request.putArray("tools");
    int number = 0;
    for (String name : NAMES.split("\\s+")) {
      ObjectNode function = tools.addObject().put("type", "function").putObject("function");
      function.put("name", name).put("description", "Does what " + name + " says.");
      function.set(
          "parameters", Json.MAPPER.readTree(PARAMETERS.get(number++ % PARAMETERS.size())));
    }
    return request;
  }

  private static String user(String text) {
    return message("user", text);
  }

  private static String assistant(String text) {
    return message("assistant", text);
  }

  private static String message(String role, String text) {
    Map<String, String> message = new LinkedHashMap<>();
    message.put("role", role);
    message.put("content", text);
    return Json.MAPPER.writeValueAsString(message);
  }

  private static String call() {
    return """
    {"role":"assistant","content":"","tool_calls":[
    {"id":"call_1","type":"function","function":{"name":"get_current_timestamp","arguments":"{}"}},
    {"id":"call_2","type":"function","function":{"name":"search_notes",
    "arguments":"{\\"query\\": \\"noon\\"}"}}]}
    """;
  }

  private static String result(String id) {
    return "{\"role\":\"tool\",\"tool_call_id\":\"%s\",\"content\":\"It is noon.\"}".formatted(id);
  }

  private static String image() {
    return """
    {"role":"user","content":[
    {"type":"text","text":"<attached_files>\\n<file type=\\"file\\" id=\\"f\\" name=\\"square.png\\"/>\\n</attached_files>\\n\\n"},
    {"type":"text","text":"What do you see?"},
    {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}
    """
        .formatted(PIXEL);
  }
}
