/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The forms of names that Kubernetes has, with its words for what does not fit. */
final class NameFormats {

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern LABEL_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern QUALIFIED_NAME =
      Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
  private static final Pattern ENV_NAME = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");
  private static final Pattern CONFIG_KEY = Pattern.compile("[-._a-zA-Z0-9]+");
  private static final int MAX_LABEL = 63;
  private static final int MAX_SUBDOMAIN = 253;
  private static final int MAX_PORT_NAME = 15;

  private static final String SUBDOMAIN_RULE =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  private static final String LABEL_RULE =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
          + " regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
  private static final String LABEL_1035_RULE =
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
          + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
          + " 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
  private static final String LABEL_VALUE_RULE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
          + " 'my_value',  or '12345', regex used for validation is"
          + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
  private static final String NAME_RULE =
      " must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
          + " validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
  private static final String ENV_RULE =
      "a valid environment variable name must consist of alphabetic characters, digits, '_', '-',"
          + " or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or"
          + " 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')";
  private static final String CONFIG_KEY_RULE =
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
          + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is"
          + " '[-._a-zA-Z0-9]+')";

  private NameFormats() {}

  static List<String> label(String name) {
    return faults(name, MAX_LABEL, LABEL, LABEL_RULE);
  }

  /** For Services, whose names are host names of old. */
  static List<String> label1035(String name) {
    return faults(name, MAX_LABEL, LABEL_1035, LABEL_1035_RULE);
  }

  static List<String> subdomain(String name) {
    return faults(name, MAX_SUBDOMAIN, SUBDOMAIN, SUBDOMAIN_RULE);
  }

  static List<String> labelValue(String value) {
    return faults(value, MAX_LABEL, LABEL_VALUE, LABEL_VALUE_RULE);
  }

  /** For the keys of labels and annotations: an optional subdomain, a slash, a name. */
  static List<String> qualifiedName(String key) {
    List<String> faults = new ArrayList<>();
    String[] parts = key.split("/", -1);
    if (parts.length > 2) {
      faults.add(
          "a qualified name"
              + NAME_RULE
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
      return faults;
    }
    if (parts.length == 2 && parts[0].isEmpty()) {
      faults.add("prefix part must be non-empty");
    } else if (parts.length == 2) {
      subdomain(parts[0]).forEach(fault -> faults.add("prefix part " + fault));
    }
    String name = parts[parts.length - 1];
    if (name.isEmpty()) {
      faults.add("name part must be non-empty");
    } else if (name.length() > MAX_LABEL) {
      faults.add("name part must be no more than " + MAX_LABEL + " characters");
    }
    if (!QUALIFIED_NAME.matcher(name).matches()) {
      faults.add("name part" + NAME_RULE);
    }
    return faults;
  }

  /** For ports: IANA's service names. */
  static List<String> portName(String name) {
    List<String> faults = new ArrayList<>();
    if (name.length() > MAX_PORT_NAME) {
      faults.add("must be no more than " + MAX_PORT_NAME + " characters");
    }
    if (!name.matches("[-a-z0-9]+")) {
      faults.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (!name.matches("(?s).*[a-z].*")) {
      faults.add("must contain at least one letter or number (a-z, 0-9)");
    }
    if (name.contains("--")) {
      faults.add("must not contain consecutive hyphens");
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      faults.add("must not begin or end with a hyphen");
    }
    return faults;
  }

  static List<String> envName(String name) {
    List<String> faults = new ArrayList<>();
    if (!ENV_NAME.matcher(name).matches()) {
      faults.add(ENV_RULE);
    }
    faults.addAll(noPath(name));
    return faults;
  }

  static List<String> configKey(String key) {
    List<String> faults = new ArrayList<>(faults(key, MAX_SUBDOMAIN, CONFIG_KEY, CONFIG_KEY_RULE));
    faults.addAll(noPath(key));
    return faults;
  }

  private static List<String> noPath(String name) {
    return switch (name) {
      case "." -> List.of("must not be '.'");
      case ".." -> List.of("must not be '..'");
      default -> name.startsWith("..") ? List.of("must not start with '..'") : List.of();
    };
  }

  private static List<String> faults(String text, int longest, Pattern form, String rule) {
    List<String> faults = new ArrayList<>();
    if (text.length() > longest) {
      faults.add("must be no more than " + longest + " characters");
    }
    if (!form.matcher(text).matches()) {
      faults.add(rule);
    }
    return faults;
  }
}
