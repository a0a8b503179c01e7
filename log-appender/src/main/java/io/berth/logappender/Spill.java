/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A backlog on the disk, bounded in bytes, that outlives the process. A file is deleted when all of
 * its lines were taken out; so after a kill the lines of one file may be sent again, with the same
 * ids. What cannot be written is refused, never thrown. Two threads may use it.
 */
final class Spill implements Backlog {

  private static final int FILES = 64;
  private static final long SMALLEST_FILE = 16 * 1024;

  private final SpillFolder folder;
  private final long bound;
  private final Deque<SpillSegment> segments = new ArrayDeque<>();
  private long bytes;
  private long number;
  private @Nullable SpillSegment newest;
  private byte @Nullable [] head;
  private @Nullable Line first;

  /**
   * Takes over what is in the folder.
   *
   * @param bound bytes on the disk, but for what is on its way when the application ends
   * @throws IOException where the folder cannot be used
   */
  Spill(SpillFolder folder, long bound) throws IOException {
    this.folder = folder;
    this.bound = bound;
    for (Path file : folder.files()) {
      SpillSegment segment = SpillSegment.open(file);
      segments.addLast(segment);
      bytes += segment.size();
      String name = file.getFileName().toString();
      number = Long.parseLong(name.substring(0, name.indexOf('.')));
    }
  }

  /**
   * What waits in a directory, and may; where it cannot be used, an appender does without.
   *
   * @param directory blank: none
   */
  static Backlog open(String directory, long bound) {
    if (directory.isBlank()) {
      return Backlog.NONE;
    }
    try {
      return new Spill(SpillFolder.take(Path.of(directory)), bound);
    } catch (IOException | RuntimeException e) {
      return Backlog.NONE;
    }
  }

  @Override
  public synchronized boolean add(Line line) {
    return add(line, bound);
  }

  @Override
  public synchronized void addAnyway(Line line) {
    add(line, Long.MAX_VALUE);
  }

  private boolean add(Line line, long most) {
    byte[] record = LineBytes.of(line);
    long size = SpillSegment.sizeOf(record);
    if (bytes + size > most) {
      return false;
    }
    try {
      room(size).append(record);
      bytes += size;
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The newest file, or one more where that is full. What somebody left may end in the middle. */
  private SpillSegment room(long size) throws IOException {
    SpillSegment room = newest;
    if (room == null || room.size() + size > Math.max(SMALLEST_FILE, bound / FILES)) {
      String name = "%019d%s".formatted(number + 1, SpillFolder.ENDING);
      room = SpillSegment.open(folder.path().resolve(name));
      number++;
      segments.addLast(room);
      newest = room;
    }
    return room;
  }

  @Override
  public synchronized @Nullable Line first() {
    while (first == null && !segments.isEmpty()) {
      head = segments.getFirst().read();
      try {
        if (head == null) {
          forgetFile();
        } else {
          first = LineBytes.read(head);
        }
      } catch (IOException e) {
        removeFirst();
      }
    }
    return first;
  }

  @Override
  public synchronized void removeFirst() {
    if (head != null) {
      segments.getFirst().next(head);
      head = null;
      first = null;
    }
  }

  private void forgetFile() {
    SpillSegment read = segments.removeFirst();
    bytes -= read.size();
    if (segments.isEmpty()) {
      newest = null;
    }
    try {
      read.delete();
    } catch (IOException e) {
      // It is sent again after the next start, with the same ids.
    }
  }

  @Override
  public synchronized void close() {
    try {
      for (SpillSegment segment : segments) {
        segment.close();
      }
      folder.close();
    } catch (IOException e) {
      // They end with the process.
    }
  }
}
