package org.meterhaus.dlms.classes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.data.Tag;

/**
 * Reads types and classes as they are written down in {@code interface-classes.txt}.
 *
 * <pre>
 * type     = one {"|" one}
 * one      = "any" | "array" [range] one | "structure" "{" field {"," field} "}"
 *          | "enum" "{" code name {"," code name} "}" | simple [range] | named | "(" type ")"
 * field    = name type ["=" number]           the number it is if nobody says
 * range    = "(" number [".." number] ")"      of a value, or of a length
 * line     = "type" name "=" type              a type with a name
 *          | "class" id version name           a class; then, for it:
 *          | "as" version last last         first, what is as in a version before it in the
 *                                            file: attributes and methods up to these
 *          | "does" text                       what the ready-made object does
 *          | index name ("r" | "rw") type      an attribute, in place of one of that index
 *          | "m" index name type ["->" type]   a method
 *          | "#" anything | nothing
 * </pre>
 *
 * {@code simple} are the standard's names of the data types: {@code double-long-unsigned}.
 */
final class Notation {

  private static final Pattern TOKEN =
      Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_-]*|-?\\d+|\\.\\.|->|[{}(),|=])");
  private static final Pattern CLASS = Pattern.compile("class (\\d+) (\\d+) (.+)");
  private static final Pattern AS = Pattern.compile("as (\\d+) (\\d+) (\\d+)");
  private static final Pattern ATTRIBUTE = Pattern.compile("(\\d+) (\\S+) (rw?) (.+)");
  private static final Pattern METHOD = Pattern.compile("m(\\d+) (\\S+) (.+)");
  private static final int TAGS = 34;

  private static final Map<String, Integer> SIMPLE = new HashMap<>();

  static {
    for (int tag = 0; tag < TAGS; tag++) {
      if (!Tag.name(tag).equals("?")) {
        SIMPLE.put(Tag.name(tag), tag);
      }
    }
  }

  private final Map<String, ValueType> named = new HashMap<>();
  private final List<ClassModel> classes = new ArrayList<>();
  private @Nullable Unfinished current;

  /** A class whose lines are being read. */
  private record Unfinished(
      int id,
      int version,
      String name,
      StringBuilder behaviour,
      List<ClassModel.AttributeModel> attributes,
      List<ClassModel.MethodModel> methods) {
    ClassModel finished() {
      return new ClassModel(id, version, name, behaviour.toString(), attributes, methods);
    }
  }

  private Notation() {}

  /**
   * All classes of a text.
   *
   * @throws IllegalArgumentException with the line, if it is not as the notation says
   */
  static List<ClassModel> classes(String text) {
    Notation notation = new Notation();
    for (String line : text.lines().toList()) {
      try {
        notation.line(line.strip());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(e.getMessage() + " in: " + line, e);
      }
    }
    notation.finish();
    return List.copyOf(notation.classes);
  }

  /** A type alone. */
  static ValueType type(String text) {
    return new Notation().new Reader(text).whole();
  }

  private void line(String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    if (line.startsWith("type ")) {
      int equals = line.indexOf('=');
      String name = line.substring(5, equals).strip();
      named.put(name, new ValueType.Named(name, new Reader(line.substring(equals + 1)).whole()));
      return;
    }
    Matcher header = CLASS.matcher(line);
    if (header.matches()) {
      finish();
      current =
          new Unfinished(
              Integer.parseInt(header.group(1)),
              Integer.parseInt(header.group(2)),
              header.group(3),
              new StringBuilder(),
              new ArrayList<>(),
              new ArrayList<>());
      return;
    }
    Unfinished open = current;
    if (open == null) {
      throw new IllegalArgumentException("a line before the first class");
    }
    member(open, line);
  }

  private void member(Unfinished open, String line) {
    Matcher like = AS.matcher(line);
    Matcher attribute = ATTRIBUTE.matcher(line);
    Matcher method = METHOD.matcher(line);
    if (line.startsWith("does ")) {
      open.behaviour().append(open.behaviour().isEmpty() ? "" : " ").append(line.substring(5));
    } else if (like.matches()) {
      ClassModel other = known(open.id(), Integer.parseInt(like.group(1)));
      open.behaviour().append(other.behaviour());
      open.attributes().addAll(other.attributes().subList(0, Integer.parseInt(like.group(2)) - 1));
      open.methods().addAll(other.methods().subList(0, Integer.parseInt(like.group(3))));
    } else if (attribute.matches()) {
      int index = Integer.parseInt(attribute.group(1));
      put(
          open.attributes(),
          index - 2,
          new ClassModel.AttributeModel(
              index,
              attribute.group(2),
              attribute.group(3).equals("rw"),
              new Reader(attribute.group(4)).whole()));
    } else if (method.matches()) {
      String[] types = method.group(3).split("->", 2);
      int index = Integer.parseInt(method.group(1));
      put(
          open.methods(),
          index - 1,
          new ClassModel.MethodModel(
              index,
              method.group(2),
              new Reader(types[0]).whole(),
              types.length == 1 ? null : new Reader(types[1]).whole()));
    } else {
      throw new IllegalArgumentException("neither attribute nor method");
    }
  }

  /** At its place, or at the end. */
  private static <T> void put(List<T> members, int place, T member) {
    if (place >= 0 && place < members.size()) {
      members.set(place, member);
    } else {
      members.add(member);
    }
  }

  private ClassModel known(int id, int version) {
    for (ClassModel each : classes) {
      if (each.id() == id && each.version() == version) {
        return each;
      }
    }
    throw new IllegalArgumentException("no class " + id + " of version " + version + " before it");
  }

  private void finish() {
    if (current != null) {
      classes.add(current.finished());
      current = null;
    }
  }

  /** Reads one type. */
  private final class Reader {
    private final List<String> tokens = new ArrayList<>();
    private int next;

    Reader(String text) {
      Matcher matcher = TOKEN.matcher(text.strip());
      int end = 0;
      while (matcher.find() && matcher.start() == end) {
        tokens.add(matcher.group(1));
        end = matcher.end();
      }
      if (end != text.strip().length()) {
        throw new IllegalArgumentException("unexpected '" + text.strip().substring(end) + "'");
      }
    }

    ValueType whole() {
      ValueType type = type();
      if (next < tokens.size()) {
        throw new IllegalArgumentException("unexpected '" + tokens.get(next) + "'");
      }
      return type;
    }

    private ValueType type() {
      List<ValueType> types = new ArrayList<>();
      types.add(one());
      while (takes("|")) {
        types.add(one());
      }
      return types.size() == 1 ? types.getFirst() : new ValueType.Choice(types);
    }

    private ValueType one() {
      String word = take();
      return switch (word) {
        case "any" -> new ValueType.Any();
        case "(" -> {
          ValueType inner = type();
          expect(")");
          yield inner;
        }
        case "array" -> {
          long[] range = range();
          yield new ValueType.ArrayOf(one(), Math.max(0, range[0]), range[1]);
        }
        case "structure" -> new ValueType.StructureOf(fields());
        case "enum" ->
            peeks("{") ? new ValueType.Enumeration(names()) : simple(SIMPLE.get(word), word);
        default -> {
          ValueType known = named.get(word);
          yield known != null ? known : simple(SIMPLE.get(word), word);
        }
      };
    }

    private ValueType simple(@Nullable Integer tag, String word) {
      if (tag == null) {
        throw new IllegalArgumentException("no type is called '" + word + "'");
      }
      long[] range = range();
      return new ValueType.Simple(tag, range[0], range[1]);
    }

    private List<ValueType.Field> fields() {
      List<ValueType.Field> fields = new ArrayList<>();
      expect("{");
      do {
        String name = take();
        ValueType type = type();
        fields.add(
            new ValueType.Field(name, type, takes("=") ? (Long) Long.parseLong(take()) : null));
      } while (takes(","));
      expect("}");
      return fields;
    }

    private SortedMap<Integer, String> names() {
      SortedMap<Integer, String> names = new TreeMap<>();
      expect("{");
      do {
        names.put(Integer.parseInt(take()), take());
      } while (takes(","));
      expect("}");
      return names;
    }

    private long[] range() {
      if (!peeks("(")) {
        return new long[] {ValueType.UNBOUNDED_BELOW, ValueType.UNBOUNDED_ABOVE};
      }
      expect("(");
      long min = Long.parseLong(take());
      long max = takes("..") ? Long.parseLong(take()) : min;
      expect(")");
      return new long[] {min, max};
    }

    private boolean peeks(String token) {
      return next < tokens.size() && tokens.get(next).equals(token);
    }

    private boolean takes(String token) {
      boolean there = peeks(token);
      next += there ? 1 : 0;
      return there;
    }

    private String take() {
      if (next >= tokens.size()) {
        throw new IllegalArgumentException("something is missing at the end");
      }
      return tokens.get(next++);
    }

    private void expect(String token) {
      if (!takes(token)) {
        throw new IllegalArgumentException("expected '" + token + "' at token " + (next + 1));
      }
    }
  }
}
