/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import io.berth.redaction.rule.RedactionRule;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client proves itself with: authorization, cookies, a password in an address. */
final class HttpSecrets {

  private static final Set<String> SCHEMES =
      Set.of(
          "bearer",
          "basic",
          "digest",
          "negotiate",
          "ntlm",
          "token",
          "apikey",
          "splunk",
          "sso-key",
          "ssws",
          "hawk",
          "dpop",
          "oauth",
          "aws4-hmac-sha256");

  private static final String TOKEN = "[^\\s\"',;\\\\<>)}\\]&]";

  /** {@code username="me", response="…"}. */
  private static final String PARAMETER =
      "[A-Za-z][\\w-]{0,40}=(?:\\\\{0,7}\"[^\"\\r\\n]{0,2000}+\"|[^\\s,\"'\\\\]{1,2000}+)";

  private static final String PARAMETERS =
      PARAMETER + "(?:\\s{0,3},\\s{0,3}" + PARAMETER + "){0,30}+";

  private static final String PAIR =
      "[\\w!#$%*+.^`|~-]{1,100}=(?:\"[^\"\\r\\n]{0,4096}+\"|\\[redacted]|[^\\s;,\"'\\\\\\]})]{0,8192}+)";

  /** A header of cookies up to its first pair, in any notation. */
  private static final String COOKIES =
      "(?i)(cookie2?"
          + SecretPattern.QUOTE
          + "?\\]?\\s{0,3}(?:=>|[:=])\\s{0,3}[\\[({]{0,2}"
          + SecretPattern.QUOTE
          + "?)";

  private static final Pattern SINGLE =
      Pattern.compile("([\\w!#$%*+.^`|~-]{1,100})=(\"[^\"]*+\"|[^\\s;,]*+)");

  private static final Pattern LIST =
      Pattern.compile(
          "(?i)"
              + PAIR
              + "(?:;[ \\t]{0,3}(?:"
              + PAIR
              + "(?:, [0-9][^;]{0,40})?|[a-z]{1,20})?){0,200}+");

  /** What a server says about a cookie beside its value. */
  private static final Set<String> ATTRIBUTES =
      Set.of("path", "domain", "expires", "max-age", "samesite", "priority", "version", "comment");

  static final List<SecretPattern> SHAPES =
      List.of(
          SecretPattern.of(
              RedactionRule.BEARER,
              SecretPrefilter.SCHEME,
              "(?i)(authorization"
                  + SecretPattern.QUOTE
                  + "?\\]?\\s{0,3}(?:=>|[:=]|%3A|%3D)\\s{0,3}[\\[({]{0,2}"
                  + SecretPattern.QUOTE
                  + "?)([A-Za-z][A-Za-z0-9-]{1,30})(\\s{1,3}[\"']?|%20|\\+)(?!\\[redacted)("
                  + PARAMETERS
                  + "|"
                  + TOKEN
                  + "{3,}+)",
              HttpSecrets::authorization),
          // Elsewhere a word may follow, "basic authentication", which is no token.
          SecretPattern.of(
              RedactionRule.BEARER,
              SecretPrefilter.SCHEME,
              "(?i)\\b(bearer(?:\\s{1,3}|:\\s{0,3})|(?:basic|digest)\\s{1,3})(?!\\[redacted|sha[0-9]{1,3}:)"
                  + "(?=[^\\s\"',;]{0,200}?(?-i:[0-9=+/_]|[a-z][A-Z]))"
                  + TOKEN
                  + "{8,}+",
              match -> match.group(1) + Redactor.REDACTED),
          SecretPattern.of(
              RedactionRule.COOKIE,
              SecretPrefilter.COOKIE,
              COOKIES
                  + "("
                  + PAIR
                  + "(?:;[ \\t]{0,3}(?:"
                  + PAIR
                  + "|secure|httponly|partitioned)){0,200}+)",
              match -> match.group(1) + redactCookies(match.group(2))),
          // scheme://user:password@host; the password may have an at sign in it.
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.URL,
              "(://[^/\\s:@\"'<>]{0,100}+:)(?![0-9]{1,5}[/?])((?:[^\\s@\"'<>]{1,200}+@)+)(?!sha256:)(?=[\\w\\[.*-])",
              HttpSecrets::userInfo),
          // The same as the parameter of another address.
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.URL,
              "(?i)(%3a%2f%2f[\\w.~%-]{0,100}?%3a)(?!%|\\[redacted)([\\w.~%-]{1,200}?)(%40)(?=[\\w\\[])",
              match ->
                  match.group(2).toLowerCase(Locale.ROOT).contains("%2f")
                      ? null
                      : match.group(1) + Redactor.REDACTED + match.group(3)),
          // A token in the place of the user.
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.URL,
              "(://)(?=[A-Za-z_-]{0,100}[0-9])[A-Za-z0-9_-]{20,200}+@(?=[\\w.-])",
              match -> match.group(1) + Redactor.REDACTED + "@"),
          // root:password@tcp(db:3306)/shop
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.URL,
              "(?i)((?<![\\w./-])[\\w.-]{1,60}:)[^\\s:@/\"'\\[]{1,100}+(@(?:tcp|unix)\\()",
              match -> match.group(1) + Redactor.REDACTED + match.group(2)));

  private HttpSecrets() {}

  /** Whether a text is nothing but cookies, with what a server says about them. */
  static boolean areCookies(String text) {
    return LIST.matcher(text).matches();
  }

  /** Names stay, values go. */
  static String redactCookies(String pairs) {
    Matcher matcher = SINGLE.matcher(pairs);
    StringBuilder out = new StringBuilder(pairs.length());
    while (matcher.find()) {
      boolean stays =
          matcher.group(2).isEmpty()
              || matcher.group(2).startsWith(SecretValue.REDACTED)
              || ATTRIBUTES.contains(matcher.group(1).toLowerCase(Locale.ROOT));
      matcher.appendReplacement(
          out,
          Matcher.quoteReplacement(
              stays ? matcher.group() : matcher.group(1) + "=" + Redactor.REDACTED));
    }
    return matcher.appendTail(out).toString();
  }

  static boolean isCookieAttribute(String name) {
    return name.equalsIgnoreCase("name") || ATTRIBUTES.contains(name.toLowerCase(Locale.ROOT));
  }

  static boolean isScheme(String word) {
    return SCHEMES.contains(word.toLowerCase(Locale.ROOT));
  }

  /** The value of the header alone: the scheme stays. */
  static String redactAuthorization(String value, Consumer<RedactionRule> found) {
    int space = value.indexOf(' ');
    String scheme = space < 0 ? value : value.substring(0, space);
    if (space < 0 && isScheme(scheme)) {
      return value;
    }
    found.accept(RedactionRule.BEARER);
    return space > 0 && isScheme(scheme) ? scheme + " " + Redactor.REDACTED : Redactor.REDACTED;
  }

  private static @Nullable String authorization(MatchResult match) {
    String token = match.group(4);
    boolean secret =
        isScheme(match.group(2))
            ? token.indexOf('=') > 0 || ProseDetector.isSecret(token, "")
            : ProseDetector.isCryptic(token);
    return secret ? match.group(1) + match.group(2) + match.group(3) + Redactor.REDACTED : null;
  }

  private static @Nullable String userInfo(MatchResult match) {
    return match.group(2).startsWith(Redactor.REDACTED)
        ? null
        : match.group(1) + Redactor.REDACTED + "@";
  }
}
