/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The scenes in their order, told one after the other. A scene that fails does not stop the story.
 */
public final class Story {

  private static final List<Scene> SCENES =
      List.of(
          new ClearTheStage(),
          new DeployEverywhere(),
          new ScaleOut(),
          new BrokenRelease(),
          new FindItsLogs(),
          new CrashLoop(),
          new Refusal());

  private final Gateway gateway;
  private final Consumer<String> print;

  /**
   * @param gateway the door of the running suite
   * @param print takes every line that is told
   */
  public Story(Gateway gateway, Consumer<String> print) {
    this.gateway = gateway;
    this.print = print;
  }

  /** Tells it all. */
  public Ending tell() throws InterruptedException {
    int failed = 0;
    for (int i = 0; i < SCENES.size(); i++) {
      failed += told(i + 1, SCENES.get(i)) ? 0 : 1;
    }
    return new Ending(SCENES.size() - failed, failed);
  }

  private boolean told(int number, Scene scene) throws InterruptedException {
    print.accept(number + "/" + SCENES.size() + "  " + scene.title());
    Instant begin = Instant.now();
    Stage stage = new Stage(gateway, line -> print.accept("       " + line));
    try {
      String happened = scene.play(stage);
      print.accept("  ok   " + happened + "  [" + since(begin) + "]");
      return true;
    } catch (NotAsTold e) {
      print.accept("  FAIL " + e.getMessage() + "  [" + since(begin) + "]");
      return false;
    } finally {
      print.accept("");
    }
  }

  private static String since(Instant begin) {
    return Timing.of(Duration.between(begin, Instant.now()));
  }

  /**
   * How it ended.
   *
   * @param passed scenes that happened as told
   * @param failed scenes that did not
   */
  public record Ending(int passed, int failed) {

    @Override
    public String toString() {
      return passed + " passed, " + failed + " failed";
    }
  }
}
