// A full disk for programs that are started with this library in LD_PRELOAD, where no disk can be
// mounted to be filled. Below the directory FULL_DISK_DIRECTORY as many bytes are free as its file
// "full.log.1" says; where that says 0, writes fail with ENOSPC. Without the file all is as it is.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

const char* Directory() {
  static const char* const directory = std::getenv("FULL_DISK_DIRECTORY");
  return directory == nullptr ? "" : directory;
}

bool IsBelow(const char* path) {
  const size_t length = std::strlen(Directory());
  return length > 0 && std::strncmp(path, Directory(), length) == 0;
}

// Bytes that are free; negative: it is as it is.
long long Free() {
  char path[4096];
  std::snprintf(path, sizeof(path), "%s/full.log.1", Directory());
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  char text[32] = {};
  const ssize_t length = ::read(file, text, sizeof(text) - 1);
  ::close(file);
  return length > 0 ? std::atoll(text) : -1;
}

bool IsFull(int descriptor) {
  char link[64];
  char path[4096];
  std::snprintf(link, sizeof(link), "/proc/self/fd/%d", descriptor);
  const ssize_t length = ::readlink(link, path, sizeof(path) - 1);
  if (length <= 0) return false;
  path[length] = '\0';
  return IsBelow(path) && Free() == 0;
}

template <typename Function>
Function* Real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

int Refuse() {
  errno = ENOSPC;
  return -1;
}

void Correct(const char* path, unsigned long size, fsblkcnt_t& free, fsblkcnt_t& available) {
  const long long bytes = IsBelow(path) ? Free() : -1;
  if (bytes < 0 || size == 0) return;
  free = available = static_cast<fsblkcnt_t>(bytes) / size;
}

}  // namespace

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size) {
  static auto* const real = Real<ssize_t(int, const void*, size_t)>("write");
  return IsFull(descriptor) ? Refuse() : real(descriptor, bytes, size);
}
ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t at) {
  static auto* const real = Real<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return IsFull(descriptor) ? Refuse() : real(descriptor, bytes, size, at);
}
ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t at) {
  static auto* const real = Real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  return IsFull(descriptor) ? Refuse() : real(descriptor, bytes, size, at);
}
int fallocate(int descriptor, int mode, off_t at, off_t size) {
  static auto* const real = Real<int(int, int, off_t, off_t)>("fallocate");
  return IsFull(descriptor) ? Refuse() : real(descriptor, mode, at, size);
}
int fallocate64(int descriptor, int mode, off64_t at, off64_t size) {
  static auto* const real = Real<int(int, int, off64_t, off64_t)>("fallocate64");
  return IsFull(descriptor) ? Refuse() : real(descriptor, mode, at, size);
}
int statvfs(const char* path, struct statvfs* about) noexcept {
  static auto* const real = Real<int(const char*, struct statvfs*)>("statvfs");
  const int result = real(path, about);
  if (result == 0) Correct(path, about->f_frsize, about->f_bfree, about->f_bavail);
  return result;
}
int statvfs64(const char* path, struct statvfs64* about) noexcept {
  static auto* const real = Real<int(const char*, struct statvfs64*)>("statvfs64");
  const int result = real(path, about);
  if (result == 0) {
    fsblkcnt_t free = about->f_bfree;
    fsblkcnt_t available = about->f_bavail;
    Correct(path, about->f_frsize, free, available);
    about->f_bfree = free;
    about->f_bavail = available;
  }
  return result;
}
}  // extern "C"
