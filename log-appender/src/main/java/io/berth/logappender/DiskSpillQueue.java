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
 * A spill queue on disk, bounded in bytes, that outlives the process. A file is deleted when all of
 * its events were removed; so after a kill the events of one file may be sent again, with the same
 * ids. Events that cannot be written are refused, never thrown. Used by two threads.
 */
final class DiskSpillQueue implements SpillQueue {

  private static final int FILES = 64;
  private static final long SMALLEST_FILE = 16 * 1024;

  private final SpillDirectory folder;
  private final long bound;
  private final Deque<SpillSegment> segments = new ArrayDeque<>();
  private long bytes;
  private long number;
  private @Nullable SpillSegment newest;
  private byte @Nullable [] head;
  private @Nullable ShippedEvent first;

  /**
   * Takes over the events in the directory.
   *
   * @param bound bytes on the disk, but for what is on its way when the application ends
   * @throws IOException where the folder cannot be used
   */
  DiskSpillQueue(SpillDirectory folder, long bound) throws IOException {
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
   * Opens the queue of a directory; without a usable directory, {@link SpillQueue#NONE}.
   *
   * @param directory blank: none
   */
  static SpillQueue open(String directory, long bound) {
    if (directory.isBlank()) {
      return SpillQueue.NONE;
    }
    try {
      return new DiskSpillQueue(SpillDirectory.take(Path.of(directory)), bound);
    } catch (IOException | RuntimeException e) {
      return SpillQueue.NONE;
    }
  }

  @Override
  public synchronized boolean add(ShippedEvent event) {
    return add(event, bound);
  }

  @Override
  public synchronized void addUnbounded(ShippedEvent event) {
    add(event, Long.MAX_VALUE);
  }

  private boolean add(ShippedEvent event, long most) {
    byte[] record = ShippedEventCodec.of(event);
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

  /**
   * The newest file, or a new one if that is full. Files of earlier processes are never appended
   * to.
   */
  private SpillSegment room(long size) throws IOException {
    SpillSegment room = newest;
    if (room == null || room.size() + size > Math.max(SMALLEST_FILE, bound / FILES)) {
      String name = "%019d%s".formatted(number + 1, SpillDirectory.ENDING);
      room = SpillSegment.open(folder.path().resolve(name));
      number++;
      segments.addLast(room);
      newest = room;
    }
    return room;
  }

  @Override
  public synchronized @Nullable ShippedEvent first() {
    while (first == null && !segments.isEmpty()) {
      head = segments.getFirst().read();
      try {
        if (head == null) {
          forgetFile();
        } else {
          first = ShippedEventCodec.read(head);
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
