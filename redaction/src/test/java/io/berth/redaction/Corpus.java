/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Texts that hold a secret and texts that do not; always the same. */
final class Corpus {

  private static final long SEED = 20260123;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private final Random random = new Random(SEED);
  private final Numerals numerals = new Numerals(random);

  /** A secret for every context, as often as given. */
  List<PlantedSecret> positives(int rounds) {
    List<PlantedSecret> all = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      for (String context : lines("card-contexts.txt")) {
        String card = numerals.card();
        boolean raw = context.startsWith("!");
        String written = raw ? card : numerals.written(card);
        all.add(new PlantedSecret(card, context.substring(raw ? 1 : 0).replace("{}", written)));
      }
      for (String context : lines("identity-contexts.txt")) {
        String identity = numerals.identity();
        all.add(new PlantedSecret(identity, context.replace("{}", identity)));
      }
      for (String context : lines("secret-contexts.txt")) {
        String secret = secret(context.charAt(0));
        all.add(new PlantedSecret(secret, context.substring(2).replace("{}", secret)));
      }
    }
    return all;
  }

  /** Cases that somebody once got wrong: secret, bar, text. */
  static List<PlantedSecret> hardPositives() {
    return lines("hard-positives.txt").stream()
        .map(line -> line.split("\\|", 2))
        .map(parts -> new PlantedSecret(parts[0], parts[1]))
        .toList();
  }

  static List<String> hardNegatives() {
    return lines("hard-negatives.txt");
  }

  /** Everything of the size of a card number that is none. */
  List<String> negatives(int rounds) {
    List<String> contexts = lines("negative-contexts.txt");
    List<String> all = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      for (String context : contexts) {
        all.add(context.substring(2).replace("{}", harmless(context.charAt(0))));
      }
    }
    return all;
  }

  private String harmless(char kind) {
    Instant time = Instant.ofEpochSecond(1_500_000_000L + random.nextInt(400_000_000));
    return switch (kind) {
      case 'u' -> new UUID(random.nextLong(), random.nextLong()).toString();
      case 't' -> hex(32);
      case 's' -> hex(16);
      case 'h' -> hex(40);
      case 'm' -> Long.toString(time.toEpochMilli() + random.nextInt(1000));
      case 'n' -> time.getEpochSecond() + numerals.digits(random.nextBoolean() ? 6 : 9);
      // Day and second, a machine, a counter: how shops number their orders.
      case 'o' -> STAMP.format(time) + numerals.digits(2 + random.nextInt(5));
      case 'f' ->
          Long.toString((time.toEpochMilli() - 1_288_834_974_657L) << 22 | random.nextInt());
      case 'b' -> Long.toString(random.nextLong());
      case 'd' -> Double.toString(random.nextDouble());
      case 'i' -> random.nextInt(256) + "." + random.nextInt(256) + ".1." + random.nextInt(256);
      default -> throw new IllegalArgumentException("no kind " + kind);
    };
  }

  private String secret(char kind) {
    return switch (kind) {
      case 'p' -> text("abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#$*_-", 8, 24);
      case 'j' ->
          Base64.getUrlEncoder()
                  .withoutPadding()
                  .encodeToString(("{\"alg\":\"" + hex(6)).getBytes(UTF_8))
              + "."
              + hex(30)
              + "."
              + hex(40);
      case 'U' -> text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 16, 16);
      case 'w' -> text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 36, 36);
      case 'c' -> numerals.digits(3);
      default -> throw new IllegalArgumentException("no kind " + kind);
    };
  }

  private String text(String letters, int shortest, int longest) {
    StringBuilder out = new StringBuilder();
    int length = shortest + random.nextInt(longest - shortest + 1);
    for (int i = 0; i < length; i++) {
      out.append(letters.charAt(random.nextInt(letters.length())));
    }
    return out.toString();
  }

  private String hex(int length) {
    return text("0123456789abcdef", length, length);
  }

  private static List<String> lines(String name) {
    try (InputStream in = Corpus.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("# "))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
