package org.meterhaus.dlms.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.dlms.MeterException.SecurityRefused;

@DisplayName("A durable invocation counter")
class FileInvocationCounterTest {

  private static final int BLOCK = 10;
  private static final int SLOT_DISTANCE = 4096;

  @TempDir private Path directory;
  private Path path;

  @BeforeEach
  void name() {
    path = directory.resolve("counter");
  }

  @Test
  void counts_from_one() throws Exception {
    try (FileInvocationCounter counter = FileInvocationCounter.create(path, BLOCK)) {
      for (long expected = 1; expected <= 3 * BLOCK + 1; expected++) {
        assertThat(counter.next()).isEqualTo(expected);
      }
    }
  }

  @Test
  void goes_on_where_it_was_closed() throws Exception {
    try (FileInvocationCounter counter = FileInvocationCounter.create(path, BLOCK)) {
      counter.next();
      counter.next();
    }

    try (FileInvocationCounter counter = FileInvocationCounter.open(path, BLOCK)) {
      assertThat(counter.next()).isEqualTo(3);
    }
  }

  @Test
  void never_repeats_a_number_after_a_crash_at_any_moment() throws Exception {
    // A crash is a copy of the file as it is, opened elsewhere.
    try (FileInvocationCounter counter = FileInvocationCounter.create(path, BLOCK)) {
      for (int used = 1; used <= 3 * BLOCK; used++) {
        long last = counter.next();
        Path copy = directory.resolve("copy");
        Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
        try (FileInvocationCounter reborn = FileInvocationCounter.open(copy, BLOCK)) {
          assertThat(reborn.next()).isGreaterThan(last).isLessThanOrEqualTo(last + BLOCK);
        }
      }
    }
  }

  @Test
  void never_repeats_a_number_after_a_torn_write() throws Exception {
    try (FileInvocationCounter counter = FileInvocationCounter.create(path, BLOCK)) {
      for (int blocks = 1; blocks <= 4; blocks++) {
        long last = 0;
        while (last < (long) blocks * BLOCK) {
          last = counter.next();
        }
        // The next number needs a reservation; its write tears the slot that is the older now.
        Path torn = directory.resolve("torn" + blocks);
        Files.copy(path, torn);
        int written = blocks % 2;
        overwrite(torn, (1 - written) * SLOT_DISTANCE + 12);

        try (FileInvocationCounter reborn = FileInvocationCounter.open(torn, BLOCK)) {
          assertThat(reborn.next()).isEqualTo(last + 1);
        }
      }
    }
  }

  @Test
  void refuses_to_begin_again_if_both_slots_are_damaged() throws Exception {
    FileInvocationCounter.create(path, BLOCK).close();
    overwrite(path, 12);
    overwrite(path, SLOT_DISTANCE + 12);

    assertThatThrownBy(() -> FileInvocationCounter.open(path, BLOCK))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void refuses_a_file_that_is_not_there_or_there_already() throws Exception {
    assertThatThrownBy(() -> FileInvocationCounter.open(path))
        .isInstanceOf(NoSuchFileException.class);

    FileInvocationCounter.create(path).close();
    assertThatThrownBy(() -> FileInvocationCounter.create(path))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void refuses_to_be_opened_twice() throws Exception {
    try (FileInvocationCounter counter = FileInvocationCounter.create(path, BLOCK)) {
      assertThat(counter.next()).isEqualTo(1);
      assertThatThrownBy(() -> FileInvocationCounter.open(path, BLOCK))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void leaves_nothing_but_the_counter_behind() throws Exception {
    FileInvocationCounter.openOrCreate(path).close();
    FileInvocationCounter.openOrCreate(path).close();

    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void gives_each_of_many_threads_its_own_numbers() throws Exception {
    Set<Long> given = new ConcurrentSkipListSet<>();
    try (FileInvocationCounter counter = FileInvocationCounter.create(path, 7)) {
      Thread[] threads = new Thread[8];
      for (int i = 0; i < threads.length; i++) {
        threads[i] =
            Thread.ofVirtual()
                .start(() -> {
                  for (int n = 0; n < 100; n++) {
                    try {
                      given.add(counter.next());
                    } catch (SecurityRefused e) {
                      throw new AssertionError(e);
                    }
                  }
                });
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }

    assertThat(given).containsExactlyElementsOf(LongStream.rangeClosed(1, 800).boxed().toList());
  }

  @Test
  void gives_nothing_after_it_was_closed() throws Exception {
    FileInvocationCounter counter = FileInvocationCounter.create(path, BLOCK);
    counter.next();
    counter.close();

    assertThatThrownBy(counter::next).isInstanceOf(SecurityRefused.class);
  }

  private static void overwrite(Path file, long position) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {0x55}), position);
    }
  }
}
