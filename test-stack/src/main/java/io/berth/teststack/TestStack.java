/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The real servers that integration tests of every module use, from one place. A module that wants
 * them has {@code test-stack} in test scope and says {@code TestStack.shared()}; this type lies in
 * the main code of test-stack for that, no test-jar is needed.
 *
 * <p>By default one broker and one Elasticsearch are started by whichever test needs them first and
 * are shared by all modules of a build and by builds that run beside it, so a test must keep to
 * names of its own: see {@link #freshTopicPrefix()}. They end by themselves about 90 seconds after
 * the last test JVM. With {@code -Dberth.test.stack=containers} the same servers come from the
 * images that {@code docker-compose.yml} names, one set for each test JVM; where there is no Docker
 * or no image the tests are skipped with the reason.
 */
public sealed interface TestStack permits EmbeddedTestStack, ContainerTestStack {

  /** The stack that {@code berth.test.stack} names: {@code embedded} or {@code containers}. */
  static TestStack shared() {
    return SharedTestStack.STACK;
  }

  /**
   * Bootstrap servers of the broker, which is started on the first call. Topics are not created by
   * use.
   */
  String bootstrapServers();

  /**
   * Base address of Elasticsearch without a slash at its end; it is started on the first call (8
   * s).
   */
  String elasticsearchUrl();

  /**
   * A prefix that no other test uses, such as {@code t3f9ak2.}, for {@code BERTH_TOPIC_PREFIX},
   * consumer groups and, being lower case, index names.
   */
  default String freshTopicPrefix() {
    long number = ThreadLocalRandom.current().nextLong(1L << 40);
    return "t" + Long.toString(number, 36).toLowerCase(Locale.ROOT) + ".";
  }
}
