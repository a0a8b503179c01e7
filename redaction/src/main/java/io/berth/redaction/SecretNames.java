/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of fields, variables and headers that hold secrets. */
final class SecretNames {

  private static final String PASSWORDS =
      "pass(?:word|wort|wd|phrase|code|(?<![A-Za-z]pass)(?![A-Za-z]))|pwd|requirepass|masterauth"
          + "|(?-i:Pass(?<=[a-z]Pass)(?![a-z]))"
          // In one word, as keytool and LDAP have them; "bypass" and "compass" are none.
          + "|(?:store|key|trust|user|root|admin|bind|login|become)pass(?![a-z])"
          + "|(?<![A-Za-z])(?:bind|root|user|admin|login)?pw(?![A-Za-z])|(?-i:(?<=[a-z])Pw(?![a-z]))"
          + "|kennwort|contrase[nñ]a|mot[ _]?de[ _]?passe";

  private static final String KEYS =
      "(?:api|access|private|secret|account|shared|signing|encryption|master|auth|subscription)"
          + "[ ._-]?key|(?:session|hmac|app|licen[cs]e|functions|crypto)[._-]?key"
          + "|client-key-data|tls\\.key";

  private static final String OTHERS =
      "secret|token|credentials?|authorization|sharedaccesssignature|dockerconfigjson|dockercfg"
          + "|jsessionid|phpsessid|密码|密碼|口令|密钥|密鑰|秘钥|令牌|パスワード|暗証番号|비밀번호"
          + "|(?iu:пароль|ｐａｓｓｗｏｒｄ|ｔｏｋｅｎ|ｓｅｃｒｅｔ)";

  /** The first letters of those beyond ASCII. */
  private static final String FOREIGN = "密口秘令パ暗비пПｐＰｔＴｓＳ";

  /** The first two letters of all of these, as one may write them. */
  private static final String[] BEGINNINGS = {
    "ap", "ac", "pr", "se", "sh", "si", "en", "ma", "au", "su", "pa", "pw", "re", "to", "cr", "do",
    "js", "ph", "st", "ke", "tr", "us", "ro", "ad", "bi", "lo", "be", "co", "mo", "hm", "li", "fu",
    "cl", "tl"
  };

  /** {@code DB_PASSWORD_2}, {@code passwordHash}, {@code token_value}, {@code API_KEY_PROD}. */
  private static final String SUFFIX =
      "(?:[_.-]?(?:[0-9]{1,3}|hash|value|base64|confirm(?:ation)?|again|repeat|new|old|current"
          + "|previous|plain(?:text)?|clear(?:text)?|encrypted|raw|string|base|prod|production"
          + "|staging|dev|primary|secondary)(?![A-Za-z0-9]))?";

  /** A name, or the end of one; without regard to case. */
  static final String ANY = "(?:" + KEYS + "|" + PASSWORDS + "|" + OTHERS + ")" + SUFFIX;

  private static final Pattern NAME = Pattern.compile("(?i)" + ANY);

  /** Of these people also write in sentences: "the password is …". */
  static final Pattern SPOKEN =
      Pattern.compile(
          "(?i)(?:pass(?:word|wort|wd|phrase|code)|pwd|secret|token|(?:api|access|secret)[ _-]?key"
              + "|密码|密碼|口令|密钥|令牌|パスワード)");

  private static final int IS_NAME = 1;
  private static final int IS_CARD_CODE = 1 << 1;
  private static final int IS_COOKIE = 1 << 2;
  private static final int IS_DOCKER_AUTH = 1 << 3;
  private static final int IS_AUTHORIZATION = 1 << 4;
  private static final int IS_TOKEN = 1 << 5;
  private static final int IS_PASS = 1 << 6;
  private static final int IS_DIRECTORY = 1 << 7;
  private static final int IS_KEY = 1 << 8;
  private static final int IS_CREDENTIAL = 1 << 9;

  private static final Map<Integer, Pattern> KINDS =
      Map.of(
          IS_NAME, Pattern.compile("(?i).*?" + ANY + "|(?:.*[^a-z])?cv[vc]2?"),
          IS_CARD_CODE, Pattern.compile("(?i)(?:.*[^a-z])?cv[vc]2?"),
          IS_COOKIE, Pattern.compile("(?i)(?:.*[^a-z])?(?:set-?)?cookies?2?"),
          IS_DOCKER_AUTH, Pattern.compile("(?i)_?auth"),
          IS_AUTHORIZATION, Pattern.compile("(?i).*authorization"),
          IS_TOKEN, Pattern.compile("(?i).*token" + SUFFIX),
          IS_PASS, Pattern.compile("(?i)(?:.*[^a-z])?pass" + SUFFIX),
          IS_DIRECTORY, Pattern.compile("(?i)(?:.*[^a-z])?(?:old)?pwd"),
          IS_KEY, Pattern.compile("(?i).*key(?:-data)?" + SUFFIX),
          IS_CREDENTIAL, Pattern.compile("(?i).*credentials?"));

  private static final Pattern OPTION = Pattern.compile("(?i)--?(?:[a-z]{1,30}-){0,4}" + ANY);

  private static final int MAX_LENGTH = 100;
  private static final int MAX_NAMES = 10_000;
  private static final Map<String, Integer> JUDGED = new ConcurrentHashMap<>();

  private static final int ASCII = 128;
  private static final boolean[] PAIRS = new boolean[ASCII * ASCII];

  static {
    for (String two : BEGINNINGS) {
      for (char first : new char[] {two.charAt(0), Character.toUpperCase(two.charAt(0))}) {
        for (char second : new char[] {two.charAt(1), Character.toUpperCase(two.charAt(1))}) {
          PAIRS[first * ASCII + second] = true;
        }
      }
    }
  }

  private final String text;
  private final Matcher name;

  private SecretNames(String text) {
    this.text = text;
    this.name = NAME.matcher(text).useTransparentBounds(true);
  }

  /** The names in a text, one after the other. */
  static SecretNames in(String text) {
    return new SecretNames(text);
  }

  /** Looks for the next name from there on. */
  boolean find(int from) {
    for (int i = from; i + 1 < text.length(); i++) {
      char first = text.charAt(i);
      char second = text.charAt(i + 1);
      boolean begins =
          first < ASCII
              ? second < ASCII && PAIRS[first * ASCII + second]
              : FOREIGN.indexOf(first) >= 0;
      if (begins && name.region(i, text.length()).lookingAt()) {
        return true;
      }
    }
    return false;
  }

  int start() {
    return name.start();
  }

  int end() {
    return name.end();
  }

  /** Whether a field of this name, such as {@code db.password}, holds nothing but a secret. */
  static boolean isName(String name) {
    return is(name, IS_NAME);
  }

  static boolean isCardCode(String name) {
    return is(name, IS_CARD_CODE);
  }

  /** Parsers count tokens, and windows have some, that are no secrets. */
  static boolean isToken(String name) {
    return is(name, IS_TOKEN);
  }

  /** Tests pass. */
  static boolean isPass(String name) {
    return is(name, IS_PASS);
  }

  /** Shells keep the working directory in {@code PWD}. */
  static boolean isDirectory(String name) {
    return is(name, IS_DIRECTORY);
  }

  static boolean isKey(String name) {
    return is(name, IS_KEY);
  }

  /** Files and profiles hold credentials, too, and are called so. */
  static boolean isCredential(String name) {
    return is(name, IS_CREDENTIAL);
  }

  static boolean isCookie(String name) {
    return is(name, IS_COOKIE);
  }

  /** Where Docker and npm keep the base64 of name and password. */
  static boolean isDockerAuth(String name) {
    return is(name, IS_DOCKER_AUTH);
  }

  static boolean isAuthorization(String name) {
    return is(name, IS_AUTHORIZATION);
  }

  /** {@code --db-password}, whose value is the next word. */
  static boolean isOption(String word) {
    return word.length() <= MAX_LENGTH && word.startsWith("-") && OPTION.matcher(word).matches();
  }

  /** The same few names come again with every record, so what was found out of one is kept. */
  private static boolean is(String name, int kind) {
    if (name.length() > MAX_LENGTH) {
      return false;
    }
    Integer known = JUDGED.get(name);
    if (known == null) {
      known = judge(name);
      if (JUDGED.size() < MAX_NAMES) {
        JUDGED.put(name, known);
      }
    }
    return (known & kind) != 0;
  }

  private static int judge(String name) {
    int kinds = 0;
    for (Map.Entry<Integer, Pattern> kind : KINDS.entrySet()) {
      kinds |= kind.getValue().matcher(name).matches() ? kind.getKey() : 0;
    }
    return kinds;
  }
}
