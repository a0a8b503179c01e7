/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.mapping;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The image of a container. */
public final class ImageField {

  private static final Pattern TAG = Pattern.compile(".*:([A-Za-z0-9_][-.A-Za-z0-9_]*)");

  /** Tags that a production namespace refuses, since what they name changes. */
  private static final Set<String> MUTABLE =
      Set.of("latest", "stable", "main", "master", "develop", "dev", "edge", "nightly", "snapshot");

  private ImageField() {}

  /** The image by its name, which must be one that stays. */
  public static void read(Source image, String name, BerthFile file) {
    if (name.isEmpty()) {
      image.toDo(
          file.field("image"), "No image is named.", "Write the image with its tag or digest.");
      file.toDo(file.field("image") + ": write the image with its tag or digest.");
      return;
    }
    file.put("image", name);
    image.kept(file.field("image"));
    Matcher tag = TAG.matcher(name.substring(name.lastIndexOf('/') + 1));
    boolean moves = !tag.matches() || MUTABLE.contains(tag.group(1));
    if (moves && !name.contains("@")) {
      String found = tag.matches() ? "the tag " + tag.group(1) : "no tag";
      image.toDo(
          file.field("image"),
          "It has " + found + ", and production refuses images that change.",
          "Write a tag that never moves, or a digest.");
      file.toDo(
          file.field("image") + " has " + found + ": write one that never moves, or a digest.");
    }
  }
}
