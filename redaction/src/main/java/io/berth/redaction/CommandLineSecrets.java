/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import io.berth.redaction.rule.RedactionRule;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Passwords that programs are called with, and with which people log in to a database. */
final class CommandLineSecrets {

  private static final int MAX_LINE = 300;

  private static final String VALUE =
      "(\"[^\"\\r\\n]{1,200}+\"|'[^'\\r\\n]{1,200}+'|[^\\s\"'|;&,\\\\)\\]}]{1,200}+)";

  /** Anything on the same line, but no other command. */
  private static final String LINE = "[^\\r\\n|;&]{0,300}?";

  /** Programs whose {@code -p} has the password right behind it. */
  private static final String ATTACHED =
      "(?:mysql[a-z_]{0,12}|mariadb[a-z-]{0,12}|mycli|sshpass|7z[ar]?|unrar|rar)";

  /** Programs and their option, which has the password as the next word. */
  private static final String APART =
      "(?:(?:sshpass|mongo[a-z]{0,10}|(?:docker|podman|nerdctl|oc|registry|crane|az)\\s{1,3}login|rabbitmqadmin|cqlsh|influx)\\b"
          + LINE
          + "\\s-p|redis-cli\\b"
          + LINE
          + "\\s-a|ldap[a-z]{3,10}\\b"
          + LINE
          + "\\s-w|ipmitool\\b"
          + LINE
          + "\\s-P)\\s{1,3}";

  private static final Pattern CLIENT =
      Pattern.compile("(?:^|[\\s/\"'(])(?:curl|curlie|https?|xh|wget|ab|wrk|siege)\\b(?!:)");
  private static final Pattern CONTAINER =
      Pattern.compile("\\b(?:docker|podman|nerdctl|kubectl|chown|runuser|su|sudo|install|gosu)\\b");

  private static final Pattern USER = Pattern.compile("(?:-u|--(?:proxy-)?user).*");
  private static final Pattern LETTERS = Pattern.compile("[A-Za-z-]*");
  private static final Pattern NUMBERS = Pattern.compile("[0-9]{1,5}(?::[0-9]{1,5})?(?:/\\w+)?");
  private static final Pattern STRONG =
      Pattern.compile(
          "(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[^/:=,.]{6,}|(?=.*[A-Za-z0-9])(?=.*[!@#$%^&*])[^/:=,]{6,}");

  /** A realm of Kerberos, {@code hdfs/node.example.com@EXAMPLE.COM}. */
  private static final Pattern REALM = Pattern.compile("[A-Z0-9-]+(?:\\.[A-Z0-9-]+)+");

  static final List<SecretPattern> SHAPES =
      List.of(
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.OPTION,
              "((?<![\\w.-])" + ATTACHED + "\\b" + LINE + "\\s-p)(?!\\[redacted)" + VALUE,
              CommandLineSecrets::quoted),
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.OPTION,
              "((?<![\\w.-])" + APART + ")(?!\\[redacted|-)" + VALUE,
              CommandLineSecrets::quoted),
          // Options that mean a password to one program and anything to another.
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.OPTION,
              "((?<![\\w.-])(?:(?:sqlcmd|bcp|isql|osql|zip|unzip|zipcloak|pscp|plink)\\b"
                  + LINE
                  + "\\s-P|ssh-keygen\\b"
                  + LINE
                  + "\\s-[NP]|openssl\\b"
                  + LINE
                  + "\\s-k|rabbitmqctl\\b[^\\r\\n|;&]{0,80}?\\s(?:add_user|change_password)\\s{1,3}\\S{1,100}"
                  + "|htpasswd\\s{1,3}-[a-zA-Z]{0,5}b[a-zA-Z]{0,5}(?:\\s{1,3}\\S{1,200}){1,2}?(?=\\s{1,3}\\S{1,200}\\s{0,3}(?:$|[\\r\\n|;&]))"
                  + "|vault login)\\s{1,3})(?!\\[redacted|-)"
                  + VALUE,
              CommandLineSecrets::quoted),
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.OPTION,
              "(\\bsmbclient\\b"
                  + LINE
                  + "\\s-U\\s{0,3}[\"']?[\\w.\\\\/@-]{1,60}%|\\blftp\\b"
                  + LINE
                  + "\\s-u\\s{0,3}[\\w.@-]{1,60},|--from-literal[= ][\"']?[\\w.-]{1,100}=)(?!\\[redacted)"
                  + VALUE,
              CommandLineSecrets::quoted),
          // echo hunter2 | docker login --password-stdin
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.OPTION,
              "(\\b(?:echo|printf)\\s{1,3}(?:-n\\s{1,3})?)(?!\\[redacted|[\"']\\[redacted)("
                  + "\"[^\"\\r\\n$]{1,200}+\"|'[^'\\r\\n]{1,200}+'|[^\\s\"'|;&$]{1,200}+)"
                  + "(?=\\s{0,3}\\|[^\\r\\n|;&]{0,200}(?:-stdin\\b|\\bchpasswd\\b))",
              CommandLineSecrets::quoted),
          // curl -u 'name:a secret' and -u name:'a secret'
          SecretPattern.within(
              RedactionRule.PASSWORD,
              SecretPrefilter.OPTION,
              "((?<![\\w-])(?:-[uU]\\s{0,3}|--(?:proxy-)?user[ =]{1,3})(?:[\"'][^\\s:\"'/=-][^\\s:\"'/]{0,100}:"
                  + "|[^\\s:\"'/=-][^\\s:\"'/]{0,100}:[\"']))(?!\\[redacted)([^\"'\\r\\n]{1,200}+)(?=[\"'])",
              CommandLineSecrets::quotedUser),
          // The options alone, as in -uroot -pSECRET.
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.OPTION,
              "((?<![\\w-])-u\\s?[\\w.@-]{1,60}(?:\\s{1,3}-[hPD]\\s?[\\w.-]{1,60}){0,3}\\s{1,3}-p)(?!\\[redacted)"
                  + VALUE,
              match -> NUMBERS.matcher(match.group(2)).matches() ? null : quoted(match)),
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.OPTION,
              "((?<![\\w-])-p)(?!\\[redacted)([^\\s\"'|;,\\\\)\\]}]{6,100}+)",
              match -> STRONG.matcher(match.group(2)).matches() ? quoted(match) : null),
          SecretPattern.within(
              RedactionRule.PASSWORD,
              SecretPrefilter.OPTION,
              "((?<![\\w-])(?:-[uUa]\\s{0,3}|--(?:proxy-)?user[ =]{1,3})[\"']?)([^\\s:\"'/=-][^\\s:\"'/]{0,100}):(?!\\[redacted)([^\\s\"'\\\\]{1,200}+)",
              CommandLineSecrets::user),
          SecretPattern.of(
              RedactionRule.COOKIE,
              SecretPrefilter.OPTION,
              "(curl\\b"
                  + LINE
                  + "\\s(?:-b|--cookie)\\s{1,3}[\"']?)([\\w.-]{1,100}=[^\"'\\r\\n]{1,4000}+)",
              match -> match.group(1) + HttpSecrets.redactCookies(match.group(2))),
          // Options in one word, as in -sSu.
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.OPTION,
              "(\\bcurl\\b"
                  + LINE
                  + "\\s-[a-zA-Z]{1,8}[uU]\\s{0,3}[\"']?[^\\s:\"'/=-][^\\s:\"'/]{0,100}:)(?!\\[redacted)"
                  + VALUE,
              CommandLineSecrets::quoted),
          // Oracle: name/secret@place.
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.LOGIN,
              "(?i)((?:\\b(?:sqlplus|sqlldr|sqlcl|expdp|impdp|exp|imp|rman)\\b[^\\r\\n|;&/]{0,80}?\\s[\"']?"
                  + "|jdbc:oracle:\\w{1,10}:"
                  + "|\\b(?:userid|user|dsn|logon|conn|connect|connecting|login|logging in|oracle|tns|dblink|db|database|credentials?)(?:\\s(?:to|as|with|using|on))?\\s{0,3}[=:]?\\s{0,3}[\"']?)"
                  + "[\\w$#.-]{1,60}/)(?!\\[redacted)(\"[^\"\\r\\n]{1,100}\"|[^\\s@\"'/]{1,100})(@)(?=([\\w./:-]{1,100}))",
              CommandLineSecrets::login),
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.NAME,
              "(?i)(\\bidentified\\s{1,3}(?:with\\s{1,3}\\S{1,60}\\s{1,3})?by\\s{1,3}(?:password\\s{1,3})?)(?!\\[redacted|password\\b)"
                  + VALUE,
              CommandLineSecrets::quoted),
          // What Redis shows of its clients.
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.NAME,
              "(?i)(\"auth\"\\s{1,3}(?:\"[^\"]{1,100}\"\\s{1,3})?)(\"[^\"]{1,200}\")",
              CommandLineSecrets::quoted),
          // A line of .netrc.
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.NAME,
              "(\\blogin\\s{1,3}\\S{1,100}\\s{1,3}password\\s{1,3})(?!\\[redacted)" + VALUE,
              CommandLineSecrets::quoted),
          // Only Oracle writes a place like this.
          SecretPattern.of(
              RedactionRule.PASSWORD,
              SecretPrefilter.LOGIN,
              "((?<![\\w./:-])[\\w$#]{1,60}/)(?!\\[redacted)([^\\s@\"'/]{1,100})(@)(?=(//[\\w.-]{1,100}|[\\w.-]{1,100}:[0-9]{2,5}[/:]\\w))",
              CommandLineSecrets::login));

  private CommandLineSecrets() {}

  private static @Nullable String quoted(MatchResult match) {
    String value = match.group(2);
    String quote = value.startsWith("\"") || value.startsWith("'") ? value.substring(0, 1) : "";
    String content = value.substring(quote.length(), value.length() - quote.length());
    return SecretValue.isSecret("password", content)
        ? match.group(1) + quote + Redactor.REDACTED + quote
        : null;
  }

  /** {@code curl -u name:secret}; but not {@code docker run -u 1000:1000}. */
  private static @Nullable String user(MatchResult match, String text) {
    String secret = match.group(3);
    String before = text.substring(Math.max(0, match.start() - MAX_LINE), match.start());
    String line = before.substring(before.lastIndexOf('\n') + 1);
    boolean secretive =
        CLIENT.matcher(line).find()
            || USER.matcher(match.group(1)).matches()
                && !secret.equals(match.group(2))
                && !NUMBERS.matcher(secret).matches()
                && !CONTAINER.matcher(line).find()
                && (secret.length() >= 6 || !LETTERS.matcher(secret).matches());
    return secretive && SecretValue.isSecret("password", secret)
        ? match.group(1) + match.group(2) + ":" + Redactor.REDACTED
        : null;
  }

  private static @Nullable String quotedUser(MatchResult match, String text) {
    String before = text.substring(Math.max(0, match.start() - MAX_LINE), match.start());
    return CLIENT.matcher(before.substring(before.lastIndexOf('\n') + 1)).find()
            && SecretValue.isSecret("password", match.group(2))
        ? match.group(1) + Redactor.REDACTED
        : null;
  }

  private static @Nullable String login(MatchResult match) {
    boolean principal = REALM.matcher(match.group(4)).matches();
    return principal ? null : match.group(1) + Redactor.REDACTED + match.group(3);
  }
}
