package org.meterhaus.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A command line: words, and options that all take a value. */
record Options(List<String> words, Map<String, String> values) {

  static Options of(String[] arguments) {
    List<String> words = new ArrayList<>();
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      if (!arguments[i].startsWith("--")) {
        words.add(arguments[i]);
      } else if (i + 1 < arguments.length) {
        values.put(arguments[i].substring(2), arguments[++i]);
      } else {
        throw new IllegalArgumentException(arguments[i] + " takes a value");
      }
    }
    return new Options(List.copyOf(words), Map.copyOf(values));
  }

  String word(int index) {
    if (index >= words.size()) {
      throw new IllegalArgumentException("too few words: " + words);
    }
    return words.get(index);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }
}
