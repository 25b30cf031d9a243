// Names in the site's files: lines `ADDRESS NAME…`, read at each look-up, first file first.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "settings.h"

struct reader {
  int file;
  size_t position, length;
  char bytes[2048];
};

static int next_byte(struct reader *reader) {
  if (reader->position == reader->length) {
    ssize_t count;
    do count = read(reader->file, reader->bytes, sizeof reader->bytes);
    while (count < 0 && errno == EINTR);
    if (count <= 0) return -1;
    reader->position = 0;
    reader->length = (size_t)count;
  }
  return (unsigned char)reader->bytes[reader->position++];
}

// Reads the next word of the line: what ended it, a blank, a new line, or -1 at the end.
static int next_word(struct reader *reader, char *word, size_t room) {
  size_t length = 0;
  int byte = next_byte(reader);
  while (byte == ' ' || byte == '\t') byte = next_byte(reader);
  if (byte == '#')
    while (byte != '\n' && byte != -1) byte = next_byte(reader);
  while (byte != ' ' && byte != '\t' && byte != '\n' && byte != -1) {
    if (length + 1 < room) word[length++] = (char)byte;
    byte = next_byte(reader);
  }
  word[length] = 0;
  return byte;
}

static size_t search_file(const char *path, const char *name, size_t length,
                          struct in_addr *addresses, size_t room) {
  struct reader reader = {.file = open(path, O_RDONLY | O_CLOEXEC)};
  if (reader.file < 0) return 0;
  size_t found = 0;
  char word[256];
  for (int end = 0; end != -1 && found < room;) {
    struct in_addr address;
    end = next_word(&reader, word, sizeof word);
    bool usable = inet_pton(AF_INET, word, &address) == 1;
    bool matches = false;
    while (end != '\n' && end != -1) {
      end = next_word(&reader, word, sizeof word);
      if (strlen(word) == length && strncasecmp(word, name, length) == 0) matches = true;
    }
    if (usable && matches) addresses[found++] = address;
  }
  close(reader.file);
  return found;
}

static size_t search_folder(const char *path, const char *name, size_t length,
                            struct in_addr *addresses, size_t room) {
  DIR *folder = opendir(path);
  if (!folder) return 0;
  size_t found = 0;
  struct dirent *entry;
  while (!found && (entry = readdir(folder))) {
    size_t entry_length = strlen(entry->d_name), path_length = strlen(path);
    char file[4096 + 256];
    if (entry_length < 7 || strcmp(entry->d_name + entry_length - 6, ".hosts") != 0) continue;
    if (path_length + entry_length + 2 > sizeof file) continue;
    memcpy(file, path, path_length);
    file[path_length] = '/';
    memcpy(file + path_length + 1, entry->d_name, entry_length + 1);
    found = search_file(file, name, length, addresses, room);
  }
  closedir(folder);
  return found;
}

static size_t name_length(const char *name) {
  size_t length = strlen(name);
  return length && name[length - 1] == '.' ? length - 1 : length;
}

size_t net_lookup(const char *name, struct in_addr *addresses, size_t room) {
  const struct settings *settings = net_settings();
  size_t length = name_length(name);
  if (!settings->active || !length || !room) return 0;
  if (settings->host_name[0] && strlen(settings->host_name) == length &&
      strncasecmp(settings->host_name, name, length) == 0) {
    addresses[0] = settings->own;
    return 1;
  }
  int kept = errno;
  size_t found = 0;
  for (const char *start = settings->hosts; *start && !found;) {
    const char *end = strchrnul(start, ':');
    char path[4096];
    memcpy(path, start, (size_t)(end - start));
    path[end - start] = 0;
    start = *end ? end + 1 : end;
    struct stat status;
    if (stat(path, &status) != 0) continue;
    found = S_ISDIR(status.st_mode) ? search_folder(path, name, length, addresses, room)
                                    : search_file(path, name, length, addresses, room);
  }
  errno = kept;
  return found;
}

static bool ends_with(const char *name, size_t length, const char *ending) {
  size_t ending_length = strlen(ending);
  return length > ending_length &&
         strncasecmp(name + length - ending_length, ending, ending_length) == 0;
}

bool net_is_local_name(const char *name) {
  size_t length = name_length(name);
  if (ends_with(name, length, ".svc") || ends_with(name, length, ".svc.cluster.local")) return true;
  if (!length || memchr(name, '.', length) || memchr(name, ':', length)) return false;
  // A short name may still be the machine's own business: localhost, or one in its hosts file.
  if (length == 9 && strncasecmp(name, "localhost", length) == 0) return false;
  int kept = errno;
  struct in_addr ignored;
  size_t known = search_file("/etc/hosts", name, length, &ignored, 1);
  errno = kept;
  return known == 0;
}
